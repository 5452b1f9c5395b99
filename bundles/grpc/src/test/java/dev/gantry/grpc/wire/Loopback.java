package dev.gantry.grpc.wire;

import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A real server on loopback with one service, and a client of it.
public final class Loopback implements AutoCloseable {
  private final Server server;
  private final ManagedChannel channel;

  public Loopback(ServerServiceDefinition service) {
    this(service, null);
  }

  /// @param threads those of the calls, or gRPC's own
  Loopback(ServerServiceDefinition service, @Nullable Executor threads) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(loopback, 0))
              .executor(threads)
              .addService(service)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel =
        NettyChannelBuilder.forAddress(new InetSocketAddress(loopback, server.getPort()))
            .usePlaintext()
            .build();
  }

  /// A client that sends no headers of ours.
  public io.grpc.Channel channel() {
    return channel;
  }

  /// A client in a namespace.
  public io.grpc.Channel in(String namespace) {
    return with("containerd-namespace", namespace);
  }

  /// A client that sends headers, given as name, value, name, value.
  public io.grpc.Channel with(String... headers) {
    Metadata metadata = new Metadata();
    for (int i = 0; i < headers.length; i += 2) {
      metadata.put(Metadata.Key.of(headers[i], Metadata.ASCII_STRING_MARSHALLER), headers[i + 1]);
    }
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }
}
