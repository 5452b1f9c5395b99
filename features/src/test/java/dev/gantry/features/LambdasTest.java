package dev.gantry.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class LambdasTest {
  private static final List<Class<?>> EXAMPLES =
      List.of(LambdaExamples.class, LambdaExamples.Inner.class, LambdaExamples.Greeter.class);

  @Test
  void everyKindOfLambdaDoesAsBefore() throws Exception {
    Map<String, byte[]> files = files();
    List<String> before = new LambdaExamples("x").get();

    Lambdas.unfold(files);
    Object unfolded =
        new Loader(files)
            .loadClass(LambdaExamples.class.getName())
            .getConstructor(String.class)
            .newInstance("x");

    assertTrue(unfolded.getClass() != LambdaExamples.class);
    assertEquals(before, ((Supplier<?>) unfolded).get());
  }

  @Test
  void noLambdaIsLeftToTheVirtualMachine() throws IOException {
    Map<String, byte[]> files = files();
    int before = lambdas(files);

    Lambdas.unfold(files);

    assertTrue(before > 10);
    assertEquals(0, lambdas(files));
    assertEquals(EXAMPLES.size() + before, files.size());
  }

  private static Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (Class<?> example : EXAMPLES) {
      String path = example.getName().replace('.', '/') + ".class";
      try (InputStream in = LambdasTest.class.getClassLoader().getResourceAsStream(path)) {
        files.put(path, in.readAllBytes());
      }
    }
    return files;
  }

  private static int lambdas(Map<String, byte[]> files) {
    List<String> found = new ArrayList<>();
    for (byte[] file : files.values()) {
      new ClassReader(file).accept(new Counter(found), 0);
    }
    return found.size();
  }

  private static final class Counter extends ClassVisitor {
    private final List<String> found;

    Counter(List<String> found) {
      super(Opcodes.ASM9);
      this.found = found;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String descriptor, String generics, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitInvokeDynamicInsn(
            String name, String type, Handle bootstrap, Object... arguments) {
          if (bootstrap.getOwner().endsWith("/LambdaMetafactory")) {
            found.add(name);
          }
        }
      };
    }
  }

  /// Has classes of its own of the names that the files have.
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> files;

    Loader(Map<String, byte[]> files) {
      super(LambdasTest.class.getClassLoader());
      this.files = files;
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
}
