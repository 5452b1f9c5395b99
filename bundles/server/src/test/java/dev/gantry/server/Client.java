package dev.gantry.server;

import com.google.protobuf.BytesValue;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/// A client on a unix socket.
final class Client implements AutoCloseable {
  private static final int LARGE = 64 << 20;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  final ManagedChannel channel;

  Client(Path socket) {
    channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
            .eventLoopGroup(group)
            .channelType(EpollDomainSocketChannel.class)
            .overrideAuthority("localhost")
            .maxInboundMessageSize(LARGE)
            .maxInboundMetadataSize(LARGE)
            .usePlaintext()
            .build();
  }

  String call(MethodDescriptor<BytesValue, BytesValue> method, String text) {
    return call(method, Echo.bytes(text)).getValue().toStringUtf8();
  }

  BytesValue call(MethodDescriptor<BytesValue, BytesValue> method, BytesValue request) {
    return ClientCalls.blockingUnaryCall(channel, method, options(), request);
  }

  /// A call with one more header.
  String call(MethodDescriptor<BytesValue, BytesValue> method, String header, String value) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), value);
    return ClientCalls.blockingUnaryCall(
            ClientInterceptors.intercept(
                channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
            method,
            options(),
            Echo.bytes(""))
        .getValue()
        .toStringUtf8();
  }

  /// The status of a call that fails.
  Status fail(MethodDescriptor<BytesValue, BytesValue> method, BytesValue request) {
    return Assertions.assertThrows(StatusRuntimeException.class, () -> call(method, request))
        .getStatus();
  }

  static CallOptions options() {
    return CallOptions.DEFAULT.withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
  }
}
