package dev.gantry.features;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Records of every type of component, and switches over types of every kind.
public final class PlainExamples implements Supplier<List<Object>> {
  record Everything(
      boolean truth,
      char letter,
      byte small,
      short brief,
      int number,
      long wide,
      float real,
      double precise,
      String text,
      int[] numbers) {}

  record Nothing() {}

  sealed interface Shape permits Shape.Dot, Shape.Line {
    record Dot() implements Shape {}

    record Line(int length) implements Shape {}

    /// In an interface.
    default String name() {
      return switch (this) {
        case Dot _ -> "dot";
        case Line(int length) when length > 5 -> "long line";
        case Line line -> "line of " + line.length();
      };
    }
  }

  @Override
  public List<Object> get() {
    int[] numbers = {1};
    Everything one = everything(1, 0.0, "text", numbers);
    List<Object> all = new ArrayList<>();
    for (Everything other :
        List.of(
            everything(1, 0.0, "text", numbers),
            everything(2, 0.0, "text", numbers),
            everything(1, -0.0, "text", numbers),
            everything(1, Double.NaN, "text", numbers),
            everything(1, 0.0, null, numbers),
            everything(1, 0.0, "text", new int[] {1}))) {
      all.add(one.equals(other));
      all.add(other.equals(other));
      all.add(other.hashCode() == one.hashCode());
    }
    all.add(one.equals(null));
    all.add(one.equals("text"));
    all.add(everything(7, 1.5, "text", null).hashCode());
    all.add(new Nothing().equals(new Nothing()));
    all.add(new Nothing().hashCode());
    all.add(new Nothing().toString());
    for (Object value : new Object[] {null, 3, "", "long", List.of(), new int[0], 2L, 0.5}) {
      all.add(kind(value));
    }
    all.add(new Shape.Dot().name() + new Shape.Line(9).name() + new Shape.Line(2).name());
    return all;
  }

  private static Everything everything(int number, double precise, String text, int[] numbers) {
    return new Everything(
        true, 'c', (byte) -1, (short) 3, number, 1L << 40, 0.5f, precise, text, numbers);
  }

  private static String kind(Object value) {
    return switch (value) {
      case null -> "null";
      case String text when text.isEmpty() -> "empty";
      case String text -> "text " + text;
      case Integer number when number > 5 -> "much";
      case Number number -> "number " + number;
      case int[] numbers -> "array " + numbers.length;
      default -> "else";
    };
  }
}
