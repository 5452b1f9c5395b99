package dev.gantry.proto;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/// Compares file descriptors with `wire.json`.
final class Differences {
  /// Not in the reference: the reference takes it from a library.
  private static final String HEALTH = "grpc/health/v1/health.proto";

  /// In the reference at paths of the projects they come from.
  private static final Set<String> VENDORED =
      Set.of("cgroups/v1/metrics.proto", "cgroups/v2/metrics.proto", "ttrpc/request.proto");

  private Differences() {}

  /// One line a difference: MISSING and EXTRA as seen from the reference.
  static List<String> of(List<FileDescriptorProto> files) throws IOException {
    SortedMap<String, String> reference = ReferenceFacts.of(wire());
    SortedMap<String, String> ours =
        DescriptorFacts.of(files.stream().filter(file -> !file.getName().equals(HEALTH)).toList());
    VENDORED.forEach(file -> ours.remove("file " + file));
    List<String> differences = new ArrayList<>();
    reference.forEach(
        (fact, value) -> {
          String found = ours.remove(fact);
          if (found == null) {
            differences.add("MISSING " + fact);
          } else if (!found.equals(value)) {
            differences.add("DIFFERS " + fact + ": " + found + ", reference " + value);
          }
        });
    ours.keySet().forEach(fact -> differences.add("EXTRA " + fact));
    return differences;
  }

  private static JsonObject wire() throws IOException {
    try (Reader reader =
        new InputStreamReader(
            Differences.class.getResourceAsStream("wire.json"), StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    }
  }
}
