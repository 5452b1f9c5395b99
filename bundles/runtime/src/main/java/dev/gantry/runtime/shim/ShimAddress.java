package dev.gantry.runtime.shim;

import dev.gantry.api.errors.Fault;

/// The socket behind a shim's address.
///
/// @param socket a path, or a name in the abstract namespace after a NUL
public record ShimAddress(String socket) {
  private static final String UNIX = "unix://";

  /// @throws dev.gantry.api.errors.GantryException UNKNOWN for sockets of virtual machines and
  ///   others that are not reached from here
  public static ShimAddress parse(String address) {
    if (address.startsWith(UNIX)) {
      return new ShimAddress(address.substring(UNIX.length()));
    }
    if (address.contains("://")) {
      throw Fault.UNKNOWN.because(
          "unsupported shim address \"" + address + "\": only unix sockets are reached");
    }
    return new ShimAddress("\0" + address);
  }
}
