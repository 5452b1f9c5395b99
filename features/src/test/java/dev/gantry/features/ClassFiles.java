package dev.gantry.features;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/// The files of some classes as the compiler made them, by path, to be rewritten and loaded.
final class ClassFiles extends ClassLoader {
  private final Map<String, byte[]> files;

  /// Has classes of its own of the names that the files have.
  ClassFiles(Map<String, byte[]> files) {
    super(ClassFiles.class.getClassLoader());
    this.files = files;
  }

  static Map<String, byte[]> of(List<Class<?>> classes) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (Class<?> example : classes) {
      String path = example.getName().replace('.', '/') + ".class";
      try (InputStream in = ClassFiles.class.getClassLoader().getResourceAsStream(path)) {
        files.put(path, in.readAllBytes());
      }
    }
    return files;
  }

  /// The names of what these have the virtual machine make through that class.
  static List<String> bootstrapped(Map<String, byte[]> files, String owner) {
    List<String> found = new ArrayList<>();
    ClassVisitor finder =
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String method, String descriptor, String generics, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
              @Override
              public void visitInvokeDynamicInsn(
                  String name, String type, Handle bootstrap, Object... arguments) {
                if (bootstrap.getOwner().equals(owner)) {
                  found.add(name);
                }
              }
            };
          }
        };
    files.values().forEach(file -> new ClassReader(file).accept(finder, 0));
    return found;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    byte[] file = files.get(name.replace('.', '/') + ".class");
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      return file == null
          ? super.loadClass(name, resolve)
          : defineClass(name, file, 0, file.length);
    }
  }
}
