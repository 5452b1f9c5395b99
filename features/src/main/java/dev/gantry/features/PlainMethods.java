package dev.gantry.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

/// Writes out `equals` and `hashCode` of records, and switches over types, as static methods of the
/// class that has them. The virtual machine would put the same code together from method handles,
/// each time a process, or a new version of a bundle, first comes across one.
final class PlainMethods extends ClassVisitor {
  private static final String RECORDS = "java/lang/runtime/ObjectMethods";
  private static final String SWITCHES = "java/lang/runtime/SwitchBootstraps";
  private static final Type OBJECTS = Type.getObjectType("java/util/Objects");
  private static final int ACCESS =
      Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC;

  private final List<Runnable> waiting = new ArrayList<>();
  private String name = "";
  private boolean isInterface;

  PlainMethods(ClassVisitor to) {
    super(Opcodes.ASM9, to);
  }

  /// Whether the class was changed.
  boolean wrote() {
    return !waiting.isEmpty();
  }

  @Override
  public void visit(
      int version, int access, String name, String generics, String parent, String[] interfaces) {
    this.name = name;
    this.isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
    super.visit(version, access, name, generics, parent, interfaces);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String method, String descriptor, String generics, String[] exceptions) {
    return new MethodVisitor(
        Opcodes.ASM9, super.visitMethod(access, method, descriptor, generics, exceptions)) {
      @Override
      public void visitInvokeDynamicInsn(
          String asked, String type, Handle bootstrap, Object... arguments) {
        if (isPlain(asked, bootstrap, arguments)) {
          Method plain = new Method("$$" + asked + (waiting.size() + 1), type);
          waiting.add(() -> write(plain, asked, arguments));
          visitMethodInsn(Opcodes.INVOKESTATIC, name, plain.getName(), type, isInterface);
        } else {
          super.visitInvokeDynamicInsn(asked, type, bootstrap, arguments);
        }
      }
    };
  }

  private static boolean isPlain(String asked, Handle bootstrap, Object[] arguments) {
    return switch (bootstrap.getOwner()) {
      case RECORDS -> !asked.equals("toString");
      case SWITCHES ->
          asked.equals("typeSwitch") && Arrays.stream(arguments).allMatch(Type.class::isInstance);
      default -> false;
    };
  }

  @Override
  public void visitEnd() {
    waiting.forEach(Runnable::run);
    super.visitEnd();
  }

  /// At each of its labels the stack is empty and only parameters are there, as frames say.
  private void write(Method plain, String asked, Object[] arguments) {
    MethodVisitor to =
        super.visitMethod(ACCESS, plain.getName(), plain.getDescriptor(), null, null);
    GeneratorAdapter code =
        new GeneratorAdapter(Opcodes.ASM9, to, ACCESS, plain.getName(), plain.getDescriptor()) {
          @Override
          public void mark(Label label) {
            super.mark(label);
            to.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
          }
        };
    code.visitCode();
    switch (asked) {
      case "equals" -> equality(code, arguments);
      case "hashCode" -> hash(code, arguments);
      default -> choice(code, arguments);
    }
    code.endMethod();
  }

  /// @param arguments the record's class, the names of its components, their fields
  private static void equality(GeneratorAdapter code, Object[] arguments) {
    Type self = (Type) arguments[0];
    Label different = code.newLabel();
    code.loadArg(1);
    code.instanceOf(self);
    code.ifZCmp(GeneratorAdapter.EQ, different);
    for (Object argument : List.of(arguments).subList(2, arguments.length)) {
      Handle field = (Handle) argument;
      Type type = Type.getType(field.getDesc());
      code.loadArg(0);
      code.getField(self, field.getName(), type);
      code.loadArg(1);
      code.checkCast(self);
      code.getField(self, field.getName(), type);
      if (isReference(type)) {
        code.invokeStatic(OBJECTS, Method.getMethod("boolean equals (Object, Object)"));
        code.ifZCmp(GeneratorAdapter.EQ, different);
      } else {
        code.invokeStatic(box(type), new Method("compare", Type.INT_TYPE, new Type[] {type, type}));
        code.ifZCmp(GeneratorAdapter.NE, different);
      }
    }
    code.push(true);
    code.returnValue();
    code.mark(different);
    code.push(false);
    code.returnValue();
  }

  private static void hash(GeneratorAdapter code, Object[] arguments) {
    Type self = (Type) arguments[0];
    code.push(0);
    for (Object argument : List.of(arguments).subList(2, arguments.length)) {
      Handle field = (Handle) argument;
      Type type = Type.getType(field.getDesc());
      code.push(31);
      code.math(GeneratorAdapter.MUL, Type.INT_TYPE);
      code.loadArg(0);
      code.getField(self, field.getName(), type);
      if (isReference(type)) {
        code.invokeStatic(OBJECTS, Method.getMethod("int hashCode (Object)"));
      } else {
        code.invokeStatic(box(type), new Method("hashCode", Type.INT_TYPE, new Type[] {type}));
      }
      code.math(GeneratorAdapter.ADD, Type.INT_TYPE);
    }
    code.returnValue();
  }

  /// The first label, from the one given on, that fits the value.
  private static void choice(GeneratorAdapter code, Object[] labels) {
    Label there = code.newLabel();
    code.loadArg(0);
    code.ifNonNull(there);
    code.push(-1);
    code.returnValue();
    code.mark(there);
    for (int i = 0; i < labels.length; i++) {
      Label next = code.newLabel();
      code.loadArg(1);
      code.push(i);
      code.ifICmp(GeneratorAdapter.GT, next);
      code.loadArg(0);
      code.instanceOf((Type) labels[i]);
      code.ifZCmp(GeneratorAdapter.EQ, next);
      code.push(i);
      code.returnValue();
      code.mark(next);
    }
    code.push(labels.length);
    code.returnValue();
  }

  private static boolean isReference(Type type) {
    return type.getSort() >= Type.ARRAY;
  }

  private static Type box(Type primitive) {
    return switch (primitive.getSort()) {
      case Type.BOOLEAN -> Type.getType(Boolean.class);
      case Type.CHAR -> Type.getType(Character.class);
      case Type.BYTE -> Type.getType(Byte.class);
      case Type.SHORT -> Type.getType(Short.class);
      case Type.INT -> Type.getType(Integer.class);
      case Type.FLOAT -> Type.getType(Float.class);
      case Type.LONG -> Type.getType(Long.class);
      default -> Type.getType(Double.class);
    };
  }
}
