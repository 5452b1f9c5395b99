package dev.gantry.server;

import io.grpc.MethodDescriptor;
import java.io.InputStream;

/// Messages as the bytes that come and go. The listener reads none of them: an instance's own
/// classes do, which may be others after the next exchange.
enum RawBytes implements MethodDescriptor.Marshaller<InputStream> {
  MARSHALLER;

  @Override
  public InputStream stream(InputStream message) {
    return message;
  }

  @Override
  public InputStream parse(InputStream message) {
    return message;
  }

  static MethodDescriptor<InputStream, InputStream> method(
      String name, MethodDescriptor.MethodType type) {
    return MethodDescriptor.newBuilder(MARSHALLER, MARSHALLER)
        .setFullMethodName(name)
        .setType(type)
        .build();
  }
}
