package dev.gantry.api.events;

import dev.gantry.api.types.TypedValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event on its way.
///
/// @param event absent when the publisher sent none
public record Envelope(
    Instant timestamp, String namespace, String topic, @Nullable TypedValue event) {}
