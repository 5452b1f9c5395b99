package dev.gantry.features;

import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

/// The class of one lambda: a field for each value it captures, and the method that hands them and
/// its arguments to the code.
final class LambdaClass {
  /// The field of the only instance, of a lambda that captures nothing.
  static final String ONLY = "ONLY";

  /// The method that makes an instance, of a lambda that captures something.
  static final String MAKE = "make";

  private static final int FINAL = Opcodes.ACC_FINAL | Opcodes.ACC_SYNTHETIC;

  private final Type self;
  private final Type[] captured;
  private final Type result;
  private final Method constructor;
  private final ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);

  LambdaClass(String name, Type captures, int version, String host) {
    self = Type.getObjectType(name);
    captured = captures.getArgumentTypes();
    result = captures.getReturnType();
    constructor = new Method("<init>", Type.VOID_TYPE, captured);
    String[] interfaces = {result.getInternalName()};
    writer.visit(version, FINAL | Opcodes.ACC_SUPER, name, null, "java/lang/Object", interfaces);
    writer.visitNestHost(host);
  }

  /// @param sam name of the interface's method
  /// @param arguments of the bootstrap method: type of the interface's method, code, type as used
  byte[] write(String sam, Object[] arguments) {
    for (int i = 0; i < captured.length; i++) {
      writer.visitField(FINAL, "c" + i, captured[i].getDescriptor(), null, null).visitEnd();
    }
    construct();
    offer();
    call(sam, (Type) arguments[0], (Handle) arguments[1], (Type) arguments[2]);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private GeneratorAdapter method(int access, Method method) {
    MethodVisitor visitor =
        writer.visitMethod(access, method.getName(), method.getDescriptor(), null, null);
    return new GeneratorAdapter(visitor, access, method.getName(), method.getDescriptor());
  }

  private void construct() {
    GeneratorAdapter code = method(0, constructor);
    code.loadThis();
    code.invokeConstructor(Type.getType(Object.class), Method.getMethod("void <init> ()"));
    for (int i = 0; i < captured.length; i++) {
      code.loadThis();
      code.loadArg(i);
      code.putField(self, "c" + i, captured[i]);
    }
    code.returnValue();
    code.endMethod();
  }

  private void offer() {
    boolean only = captured.length == 0;
    if (only) {
      int access = Opcodes.ACC_STATIC | FINAL;
      writer.visitField(access, ONLY, result.getDescriptor(), null, null).visitEnd();
    }
    Method offer = only ? Method.getMethod("void <clinit> ()") : new Method(MAKE, result, captured);
    GeneratorAdapter code = method(Opcodes.ACC_STATIC, offer);
    code.newInstance(self);
    code.dup();
    code.loadArgs();
    code.invokeConstructor(self, constructor);
    if (only) {
      code.putStatic(self, ONLY, result);
    }
    code.returnValue();
    code.endMethod();
  }

  private void call(String sam, Type erased, Handle target, Type used) {
    GeneratorAdapter code = method(Opcodes.ACC_PUBLIC, new Method(sam, erased.getDescriptor()));
    Type owner = Type.getObjectType(target.getOwner());
    boolean making = target.getTag() == Opcodes.H_NEWINVOKESPECIAL;
    if (making) {
      code.newInstance(owner);
      code.dup();
    }
    for (int i = 0; i < captured.length; i++) {
      code.loadThis();
      code.getField(self, "c" + i, captured[i]);
    }
    List<Type> wanted = parameters(target, owner);
    Type[] given = erased.getArgumentTypes();
    for (int i = 0; i < given.length; i++) {
      code.loadArg(i);
      Type as = used.getArgumentTypes()[i];
      if (!as.equals(given[i])) {
        code.checkCast(as);
      }
      convert(code, as, wanted.get(captured.length + i));
    }
    invoke(code, target, owner);
    Type answer = making ? owner : Type.getReturnType(target.getDesc());
    if (!erased.getReturnType().equals(Type.VOID_TYPE)) {
      convert(code, answer, used.getReturnType());
    }
    code.returnValue();
    code.endMethod();
  }

  /// What the code takes, its receiver first.
  private static List<Type> parameters(Handle target, Type owner) {
    List<Type> parameters = new ArrayList<>();
    int tag = target.getTag();
    if (tag != Opcodes.H_INVOKESTATIC && tag != Opcodes.H_NEWINVOKESPECIAL) {
      parameters.add(owner);
    }
    parameters.addAll(List.of(Type.getArgumentTypes(target.getDesc())));
    return parameters;
  }

  private static void invoke(GeneratorAdapter code, Handle target, Type owner) {
    int instruction =
        switch (target.getTag()) {
          case Opcodes.H_INVOKESTATIC -> Opcodes.INVOKESTATIC;
          case Opcodes.H_NEWINVOKESPECIAL -> Opcodes.INVOKESPECIAL;
          default -> target.isInterface() ? Opcodes.INVOKEINTERFACE : Opcodes.INVOKEVIRTUAL;
        };
    code.visitMethodInsn(
        instruction,
        owner.getInternalName(),
        target.getName(),
        target.getDesc(),
        target.isInterface());
  }

  /// Boxes, unboxes and widens as an assignment does.
  private static void convert(GeneratorAdapter code, Type from, Type to) {
    boolean primitive = from.getSort() <= Type.DOUBLE;
    boolean wantsPrimitive = to.getSort() <= Type.DOUBLE;
    if (primitive && wantsPrimitive) {
      code.cast(from, to);
    } else if (primitive) {
      code.valueOf(from);
    } else if (wantsPrimitive) {
      code.unbox(to);
    }
  }
}
