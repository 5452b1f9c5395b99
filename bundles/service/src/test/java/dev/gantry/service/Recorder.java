package dev.gantry.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An object of any interface that records its calls, for what only hands them on. It answers what
/// is there for the type of the answer.
public final class Recorder {
  public final List<String> calls = new ArrayList<>();
  private final Map<Class<?>, Object> answers;

  public Recorder(Map<Class<?>, Object> answers) {
    this.answers = Map.copyOf(answers);
  }

  public <T> T as(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> record(method, arguments)));
  }

  @SuppressWarnings("NullAway") // A method without an answer answers nothing.
  private Object record(Method method, Object @Nullable [] arguments) {
    calls.add(method.getName() + (arguments == null ? "[]" : Arrays.toString(arguments)));
    return answers.get(method.getReturnType());
  }

  /// Calls every method of an interface on both sides: what is behind sees the same as what is in
  /// front, and the answer comes back.
  public static <T> void handsOnEverything(
      Class<T> type, T front, Recorder behind, Map<Class<?>, Object> arguments, String... except) {
    for (Method method : type.getMethods()) {
      if (Arrays.asList(except).contains(method.getName())) {
        continue;
      }
      Object[] given =
          Arrays.stream(method.getParameterTypes())
              .map(p -> Objects.requireNonNull(arguments.get(p), p.getName()))
              .toArray();
      behind.calls.clear();
      Object answer = invoke(method, front, given);
      assertEquals(
          behind.answers.get(method.getReturnType()), answer, "answer of " + method.getName());
      assertEquals(
          List.of(method.getName() + Arrays.toString(given)), behind.calls, method.getName());
    }
  }

  private static Object invoke(Method method, Object target, Object[] arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new AssertionError(e);
    }
  }
}
