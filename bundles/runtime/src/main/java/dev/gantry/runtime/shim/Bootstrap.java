package dev.gantry.runtime.shim;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.linux.LocalSockets;
import dev.gantry.proto.runtime.bootstrap.v1.BootstrapResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// What a shim tells of itself when it starts.
///
/// @param version of its task service, 2 or 3
/// @param address of its socket
public record Bootstrap(int version, String address, Protocol protocol) {
  private static final int OLDEST = 2;
  private static final int NEWEST = 3;

  /// Characters; a socket's own limit is lower.
  private static final int LONGEST = 1024;

  /// What its socket speaks.
  public enum Protocol {
    TTRPC,
    GRPC;

    private static Protocol of(String name) {
      return switch (name) {
        case "ttrpc", "" -> TTRPC;
        case "grpc" -> GRPC;
        default -> throw Fault.UNKNOWN.because("unsupported shim protocol: " + printable(name));
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Bootstrap {
    if (version < OLDEST || version > NEWEST) {
      throw Fault.UNKNOWN.because("unsupported shim version: " + version);
    }
    if (version == OLDEST && protocol == Protocol.GRPC) {
      throw Fault.UNKNOWN.because("unsupported shim version over gRPC: " + version);
    }
    if (address.isBlank()
        || address.length() > LONGEST
        || address.chars().anyMatch(Character::isISOControl)) {
      throw Fault.UNKNOWN.because("a shim's address is \"" + printable(address) + "\"");
    }
  }

  /// Reads what a start command printed: a message in binary, JSON, or a bare address.
  ///
  /// @throws dev.gantry.api.errors.GantryException when it is none of them
  public static Bootstrap parse(byte[] printed) {
    Optional<Bootstrap> binary = isPrintable(printed) ? Optional.empty() : binary(printed);
    if (binary.isPresent()) {
      return binary.get();
    }
    String text = new String(printed, StandardCharsets.UTF_8).strip();
    return text.startsWith("{") ? json(text) : new Bootstrap(OLDEST, text, Protocol.TTRPC);
  }

  /// The tags of a message's fields are below the characters that a text begins with.
  private static boolean isPrintable(byte[] printed) {
    return printed.length > 0 && printed[0] >= ' ';
  }

  /// A text may happen to be a message of unknown fields, so those do not count.
  private static Optional<Bootstrap> binary(byte[] printed) {
    try {
      BootstrapResult result = BootstrapResult.parseFrom(printed);
      return result.getAddress().isEmpty() || !result.getUnknownFields().asMap().isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Bootstrap(
                  result.getVersion(), result.getAddress(), Protocol.of(result.getProtocol())));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  /// Reads the form of `bootstrap.json`.
  public static Bootstrap json(String text) {
    try {
      JsonObject object = JsonParser.parseString(text).getAsJsonObject();
      return new Bootstrap(
          object.get("version").getAsInt(),
          object.get("address").getAsString(),
          Protocol.of(object.has("protocol") ? object.get("protocol").getAsString() : ""));
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NumberFormatException
        | NullPointerException e) { // What Gson throws for what is not there, or another type.
      throw Fault.UNKNOWN.because("a shim's answer \"" + printable(text) + "\" cannot be read", e);
    }
  }

  /// Reads the address of a sandbox's task service, its protocol in front of it.
  public static Bootstrap sandbox(int version, String address) {
    int plus = address.indexOf('+');
    if (plus < 0) {
      throw Fault.INVALID_ARGUMENT.because(
          "task API address \"" + printable(address) + "\" does not begin with PROTOCOL+");
    }
    return new Bootstrap(
        version, address.substring(plus + 1), Protocol.of(address.substring(0, plus)));
  }

  public String json() {
    JsonObject object = new JsonObject();
    object.addProperty("version", version);
    object.addProperty("address", address);
    object.addProperty("protocol", protocol.toString());
    return object.toString();
  }

  /// Whether somebody listens at its socket, answering or not; true when that cannot be told.
  public boolean hasListener() {
    try {
      return LocalSockets.hasListener(ShimAddress.parse(address).socket());
    } catch (GantryException e) {
      return false; // Nothing is reached there.
    }
  }

  private static String printable(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "?");
    return clean.length() > 200 ? clean.substring(0, 200) + "..." : clean;
  }
}
