package dev.gantry.ttrpc;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// What goes over the wire in one piece.
///
/// @param length bytes of data that the header announces; more than [#MOST] when they were thrown
///   away
record Frame(int stream, int type, int flags, long length, ByteString data) {
  static final int HEADER = 10;

  /// Bytes of the largest data.
  static final int MOST = 4 << 20;

  static final int REQUEST = 1;
  static final int RESPONSE = 2;
  static final int DATA = 3;

  static final int REMOTE_CLOSED = 1;
  static final int REMOTE_OPEN = 2;
  static final int NO_DATA = 4;

  Frame(int stream, int type, int flags, ByteString data) {
    this(stream, type, flags, data.size(), data);
  }

  static Frame end(int stream) {
    return new Frame(stream, DATA, REMOTE_CLOSED | NO_DATA, ByteString.EMPTY);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  boolean isTooLarge() {
    return length > MOST;
  }

  /// What the sender or the receiver of a frame that is too large makes of it.
  Status tooLarge() {
    return Status.RESOURCE_EXHAUSTED.withDescription(
        "message length " + length + " exceed maximum message size of " + MOST);
  }

  ByteBuf encoded() {
    ByteBuf header = Unpooled.buffer(HEADER, HEADER);
    header.writeInt(data.size()).writeInt(stream).writeByte(type).writeByte(flags);
    return data.isEmpty()
        ? header
        : Unpooled.wrappedBuffer(header, Unpooled.wrappedBuffer(data.asReadOnlyByteBuffer()));
  }
}
