package dev.gantry.differ.stream;

import dev.gantry.api.config.Configuration.StreamProcessor;
import dev.gantry.api.types.TypedValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The configured programs that turn one media type into another.
///
/// @param scratch where payloads lie while their program runs; made when it is needed
public record Processors(List<StreamProcessor> all, Path scratch) {
  public Processors {
    all = List.copyOf(all);
  }

  /// The one for a media type; of several the last counts.
  Optional<StreamProcessor> accepting(String mediaType) {
    return all.reversed().stream()
        .filter(processor -> processor.accepts().contains(mediaType))
        .findFirst();
  }

  /// A program to be run.
  ///
  /// @param input media type of what it reads
  /// @param payload what the caller sends it, if anything
  record Step(StreamProcessor processor, String input, Optional<TypedValue> payload) {
    static Step of(StreamProcessor processor, String input, Map<String, TypedValue> payloads) {
      return new Step(processor, input, Optional.ofNullable(payloads.get(processor.id())));
    }
  }
}
