package dev.gantry.grpc.wire;

/// The answers of a streaming call. One thread sends.
///
/// @param <P> the message
public interface Outgoing<P> {
  /// Tells the client that the call is taken, before any answer.
  void open();

  /// Sends a message once the transport has room for it, so that no more than one or two wait in
  /// memory.
  ///
  /// @throws dev.gantry.api.errors.GantryException CANCELLED when the client went
  void send(P message);

  /// Has something run when the client goes before the call has ended; at once when it has gone.
  /// The newest takes the place of an older one. It must not wait.
  void whenCancelled(Runnable action);

  /// Waits until the client goes.
  void awaitCancel();
}
