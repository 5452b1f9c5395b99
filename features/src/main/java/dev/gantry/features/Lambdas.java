package dev.gantry.features;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/// Turns the lambdas of a class into classes of its nest. The virtual machine would make the same
/// ones, but each time a process first comes across a lambda: its AOT cache keeps them for its own
/// loaders alone, not for those of bundles.
final class Lambdas extends ClassVisitor {
  private static final String FACTORY = "java/lang/invoke/LambdaMetafactory";

  private final Map<String, byte[]> made = new LinkedHashMap<>();
  private String name = "";
  private String host = "";
  private int version;

  private Lambdas(ClassVisitor to) {
    super(Opcodes.ASM9, to);
  }

  /// Unfolds what a jar holds: the lambdas of every class that knows nests, and what [PlainMethods]
  /// writes out.
  ///
  /// @param files by path; gets the classes that are made
  static void unfold(Map<String, byte[]> files) {
    Map<String, List<String>> members = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : List.copyOf(files.entrySet())) {
      if (file.getKey().endsWith(".class") && knowsNests(file.getValue())) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        PlainMethods plain = new PlainMethods(writer);
        Lambdas lambdas = new Lambdas(plain);
        new ClassReader(file.getValue()).accept(lambdas, 0);
        if (plain.wrote() || !lambdas.made.isEmpty()) {
          files.put(file.getKey(), writer.toByteArray());
          lambdas.made.forEach((name, bytes) -> files.put(name + ".class", bytes));
        }
        if (!lambdas.made.isEmpty()) {
          members
              .computeIfAbsent(lambdas.host + ".class", unused -> new ArrayList<>())
              .addAll(lambdas.made.keySet());
        }
      }
    }
    members.forEach(
        (host, added) -> files.computeIfPresent(host, (unused, old) -> nest(old, added)));
  }

  private static boolean knowsNests(byte[] classFile) {
    int major = ByteBuffer.wrap(classFile).getShort(6);
    return major >= Opcodes.V11;
  }

  private static byte[] nest(byte[] host, List<String> members) {
    ClassWriter writer = new ClassWriter(0);
    ClassVisitor adder =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visitEnd() {
            members.forEach(this::visitNestMember);
            super.visitEnd();
          }
        };
    new ClassReader(host).accept(adder, 0);
    return writer.toByteArray();
  }

  @Override
  public void visit(
      int version, int access, String name, String generics, String parent, String[] interfaces) {
    this.version = version;
    this.name = name;
    this.host = name;
    super.visit(version, access, name, generics, parent, interfaces);
  }

  @Override
  public void visitNestHost(String nestHost) {
    this.host = nestHost;
    super.visitNestHost(nestHost);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String method, String descriptor, String generics, String[] exceptions) {
    return new MethodVisitor(
        Opcodes.ASM9, super.visitMethod(access, method, descriptor, generics, exceptions)) {
      @Override
      public void visitInvokeDynamicInsn(
          String sam, String captures, Handle bootstrap, Object... arguments) {
        if (bootstrap.getOwner().equals(FACTORY) && bootstrap.getName().equals("metafactory")) {
          String lambda = name + "$$" + (made.size() + 1);
          Type type = Type.getMethodType(captures);
          made.put(lambda, new LambdaClass(lambda, type, version, host).write(sam, arguments));
          if (type.getArgumentCount() == 0) {
            String result = type.getReturnType().getDescriptor();
            visitFieldInsn(Opcodes.GETSTATIC, lambda, LambdaClass.ONLY, result);
          } else {
            visitMethodInsn(Opcodes.INVOKESTATIC, lambda, LambdaClass.MAKE, captures, false);
          }
        } else {
          super.visitInvokeDynamicInsn(sam, captures, bootstrap, arguments);
        }
      }
    };
  }
}
