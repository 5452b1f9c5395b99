package dev.gantry.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PlainMethodsTest {
  private static final List<Class<?>> EXAMPLES =
      List.of(
          PlainExamples.class,
          PlainExamples.Everything.class,
          PlainExamples.Nothing.class,
          PlainExamples.Shape.class,
          PlainExamples.Shape.Dot.class,
          PlainExamples.Shape.Line.class);

  @Test
  void recordsAndSwitchesDoAsBefore() throws Exception {
    Map<String, byte[]> files = ClassFiles.of(EXAMPLES);
    List<Object> before = new PlainExamples().get();

    Lambdas.unfold(files);
    Object plain =
        new ClassFiles(files)
            .loadClass(PlainExamples.class.getName())
            .getConstructor()
            .newInstance();

    assertNotEquals(PlainExamples.class, plain.getClass());
    assertEquals(before, ((Supplier<?>) plain).get());
  }

  @Test
  void noneIsLeftToTheVirtualMachine() throws IOException {
    Map<String, byte[]> files = ClassFiles.of(EXAMPLES);
    assertFalse(ClassFiles.bootstrapped(files, "java/lang/runtime/SwitchBootstraps").isEmpty());

    Lambdas.unfold(files);

    assertEquals(List.of(), ClassFiles.bootstrapped(files, "java/lang/runtime/SwitchBootstraps"));
    assertEquals(
        List.of("toString"),
        ClassFiles.bootstrapped(files, "java/lang/runtime/ObjectMethods").stream()
            .distinct()
            .toList());
  }
}
