package dev.gantry.ttrpc;

import dev.gantry.proto.ttrpc.KeyValue;
import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// gRPC's headers as ttrpc's metadata and back. The namespace has a key of its own on either side.
/// Binary headers have no form in ttrpc and are left out, as are keys that gRPC does not take.
final class Headers {
  private static final Metadata.Key<String> NAMESPACE =
      Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> NAMESPACE_TTRPC =
      Metadata.Key.of("containerd-namespace-ttrpc", Metadata.ASCII_STRING_MARSHALLER);

  private Headers() {}

  static Metadata read(List<KeyValue> pairs) {
    Metadata headers = new Metadata();
    for (KeyValue pair : pairs) {
      put(headers, pair.getKey(), pair.getValue());
    }
    String namespace = headers.get(NAMESPACE_TTRPC);
    if (namespace != null && !headers.containsKey(NAMESPACE)) {
      headers.put(NAMESPACE, namespace);
    }
    return headers;
  }

  static List<KeyValue> write(Metadata headers) {
    List<KeyValue> pairs = new ArrayList<>();
    for (String name : headers.keys()) {
      Metadata.Key<String> key = key(name);
      Iterable<String> values = key == null ? null : headers.getAll(key);
      if (values != null) {
        values.forEach(value -> pairs.add(pair(name, value)));
      }
    }
    String namespace = headers.get(NAMESPACE);
    if (namespace != null && !headers.containsKey(NAMESPACE_TTRPC)) {
      pairs.add(pair(NAMESPACE_TTRPC.name(), namespace));
    }
    return pairs;
  }

  private static KeyValue pair(String name, String value) {
    return KeyValue.newBuilder().setKey(name).setValue(value).build();
  }

  private static void put(Metadata headers, String name, String value) {
    Metadata.Key<String> key = key(name.toLowerCase(Locale.ROOT));
    if (key != null) {
      headers.put(key, value);
    }
  }

  private static Metadata.@Nullable Key<String> key(String name) {
    try {
      return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
