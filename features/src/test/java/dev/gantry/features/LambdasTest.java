package dev.gantry.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LambdasTest {
  private static final List<Class<?>> EXAMPLES =
      List.of(LambdaExamples.class, LambdaExamples.Inner.class, LambdaExamples.Greeter.class);

  @Test
  void everyKindOfLambdaDoesAsBefore() throws Exception {
    Map<String, byte[]> files = ClassFiles.of(EXAMPLES);
    List<String> before = new LambdaExamples("x").get();

    Lambdas.unfold(files);
    Object unfolded =
        new ClassFiles(files)
            .loadClass(LambdaExamples.class.getName())
            .getConstructor(String.class)
            .newInstance("x");

    assertTrue(unfolded.getClass() != LambdaExamples.class);
    assertEquals(before, ((Supplier<?>) unfolded).get());
  }

  @Test
  void noLambdaIsLeftToTheVirtualMachine() throws IOException {
    Map<String, byte[]> files = ClassFiles.of(EXAMPLES);
    int before = lambdas(files);

    Lambdas.unfold(files);

    assertTrue(before > 10);
    assertEquals(0, lambdas(files));
    assertEquals(EXAMPLES.size() + before, files.size());
  }

  private static int lambdas(Map<String, byte[]> files) {
    return ClassFiles.bootstrapped(files, "java/lang/invoke/LambdaMetafactory").size();
  }
}
