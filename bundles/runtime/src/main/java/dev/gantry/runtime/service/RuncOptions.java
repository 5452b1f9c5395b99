package dev.gantry.runtime.service;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.runc.v1.CheckpointOptions;
import dev.gantry.proto.runc.v1.Options;
import org.jspecify.annotations.Nullable;

/// What the daemon itself reads of the options of a call. Clients may send no others with it, as in
/// the reference; those of a container's runtime go to its shim unread.
final class RuncOptions {
  private RuncOptions() {}

  /// @throws GantryException UNKNOWN when they are others
  static Options creation(String runtime, @Nullable TypedValue options) {
    return read(Options.parser(), Options.getDefaultInstance(), "create", runtime, options);
  }

  /// @throws GantryException UNKNOWN when they are others
  static CheckpointOptions checkpoint(String runtime, @Nullable TypedValue options) {
    return read(
        CheckpointOptions.parser(),
        CheckpointOptions.getDefaultInstance(),
        "checkpoint",
        runtime,
        options);
  }

  private static <M extends Message> M read(
      Parser<M> parser, M none, String action, String runtime, @Nullable TypedValue options) {
    if (options == null) {
      return none;
    }
    String name = none.getDescriptorForType().getFullName();
    String url = options.typeUrl();
    if (!url.substring(url.lastIndexOf('/') + 1).equals(name)) {
      throw Fault.UNKNOWN.because(
          "invalid task " + action + " option for " + runtime + ": type \"" + url + "\"");
    }
    try {
      return parser.parseFrom(options.value());
    } catch (InvalidProtocolBufferException e) {
      throw Fault.UNKNOWN.because(
          "invalid task " + action + " option for " + runtime + ": " + e.getMessage(), e);
    }
  }
}
