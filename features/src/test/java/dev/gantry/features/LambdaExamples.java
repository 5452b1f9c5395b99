package dev.gantry.features;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// Lambdas of every kind: what they capture, what they call, what is boxed or widened on the way.
public final class LambdaExamples implements Supplier<List<String>> {
  private final String field;

  public LambdaExamples(String field) {
    this.field = field;
  }

  interface Greeter {
    String greet(String name);

    default Supplier<String> twice(String name) {
      return () -> greet(name) + own(name);
    }

    private String own(String name) {
      return "-" + name;
    }
  }

  static final class Inner<T extends Comparable<T>> {
    private final T value;

    Inner(T value) {
      this.value = value;
    }

    Function<T, Boolean> above() {
      return other -> value.compareTo(other) > 0;
    }
  }

  @Override
  public List<String> get() {
    List<String> all = new ArrayList<>();
    long wide = 1L << 40;
    double real = 0.5;
    char letter = 'c';
    String local = "local";

    Supplier<String> nothing = () -> "nothing";
    Supplier<String> self = () -> field + hidden(local);
    Function<String, Integer> unbound = String::length;
    ToLongFunction<String> widened = String::length;
    IntBinaryOperator primitive = Integer::sum;
    BiFunction<Integer, Integer, Integer> boxed = Integer::sum;
    IntFunction<String[]> array = String[]::new;
    Function<String, LambdaExamples> made = LambdaExamples::new;
    Supplier<String> bound = local::toUpperCase;
    LongFunction<String> wides = more -> wide + more + "/" + real + letter;
    Function<List<? super String>, Object> generic = list -> list.add("added");
    Callable<Void> none = () -> null;
    Greeter greeter = name -> "hello " + name;
    Runnable dropped = all::size;

    dropped.run();
    all.add(nothing.get() + self.get() + unbound.apply("four") + widened.applyAsLong("four"));
    all.add("" + primitive.applyAsInt(1, 2) + boxed.apply(3, 4) + array.apply(5).length);
    all.add(made.apply("y").field + bound.get() + wides.apply(2));
    all.add("" + generic.apply(all) + called(none) + greeter.twice("you").get());
    all.add("" + new Inner<>(2).above().apply(1) + List.of(3, 1, 2).stream().sorted().toList());
    return all;
  }

  private static Object called(Callable<Void> callable) {
    try {
      return callable.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String hidden(String more) {
    return field + more;
  }
}
