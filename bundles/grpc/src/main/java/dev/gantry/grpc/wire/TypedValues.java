package dev.gantry.grpc.wire;

import com.google.protobuf.Any;
import com.google.protobuf.UnsafeByteOperations;
import dev.gantry.api.types.TypedValue;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Typed values on the wire: name and bytes stay as they are.
public final class TypedValues {
  private TypedValues() {}

  public static Any of(TypedValue value) {
    return Any.newBuilder()
        .setTypeUrl(value.typeUrl())
        .setValue(UnsafeByteOperations.unsafeWrap(value.value()))
        .build();
  }

  public static TypedValue from(Any any) {
    return new TypedValue(any.getTypeUrl(), any.getValue().toByteArray());
  }

  public static Map<String, Any> of(Map<String, TypedValue> values) {
    return mapped(values, TypedValues::of);
  }

  public static Map<String, TypedValue> from(Map<String, Any> values) {
    return mapped(values, TypedValues::from);
  }

  private static <A, B> Map<String, B> mapped(Map<String, A> values, Function<A, B> function) {
    Map<String, B> mapped = new TreeMap<>();
    values.forEach((key, value) -> mapped.put(key, function.apply(value)));
    return mapped;
  }
}
