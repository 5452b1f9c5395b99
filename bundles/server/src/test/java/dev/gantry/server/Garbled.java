package dev.gantry.server;

import com.google.protobuf.BytesValue;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/// Writes what no message begins with.
enum Garbled implements MethodDescriptor.Marshaller<BytesValue> {
  MARSHALLER;

  @Override
  public InputStream stream(BytesValue value) {
    return new ByteArrayInputStream(new byte[] {-1, -1, -1});
  }

  @Override
  public BytesValue parse(InputStream stream) {
    throw new AssertionError("only written");
  }
}
