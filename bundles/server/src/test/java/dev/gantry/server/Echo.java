package dev.gantry.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import dev.gantry.api.plugin.ServiceOffer;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/// A service of every kind of method, which answers with its own name before what it was told.
final class Echo implements ServiceOffer {
  static final String SERVICE = "test.v1.Echo";
  static final MethodDescriptor<BytesValue, BytesValue> SAY = method("Say", MethodType.UNARY);
  static final MethodDescriptor<BytesValue, BytesValue> GROW = method("Grow", MethodType.UNARY);
  static final MethodDescriptor<BytesValue, BytesValue> WAIT = method("Wait", MethodType.UNARY);

  /// As `Wait`, but it parks.
  static final MethodDescriptor<BytesValue, BytesValue> PARK = method("Park", MethodType.UNARY);

  static final MethodDescriptor<BytesValue, BytesValue> BREAK = method("Break", MethodType.UNARY);
  static final MethodDescriptor<BytesValue, BytesValue> TALK =
      method("Talk", MethodType.BIDI_STREAMING);

  /// A call of `Wait` or `Park` is under way.
  final CountDownLatch waiting = new CountDownLatch(1);

  /// Lets them go on.
  final CountDownLatch proceed = new CountDownLatch(1);

  final LinkedBlockingQueue<Boolean> virtual = new LinkedBlockingQueue<>();
  private final String name;

  Echo(String name) {
    this.name = name;
  }

  private static MethodDescriptor<BytesValue, BytesValue> method(String name, MethodType type) {
    return MethodDescriptor.newBuilder(
            ProtoUtils.marshaller(BytesValue.getDefaultInstance()),
            ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
        .build();
  }

  static BytesValue bytes(String text) {
    return BytesValue.of(ByteString.copyFromUtf8(text));
  }

  @Override
  public List<?> services(Channel channel) {
    if (channel != Channel.GRPC) {
      return List.of();
    }
    return List.of(
        ServerServiceDefinition.builder(SERVICE)
            .addMethod(SAY, ServerCalls.asyncUnaryCall(this::say))
            .addMethod(GROW, ServerCalls.asyncUnaryCall(Echo::grow))
            .addMethod(WAIT, ServerCalls.asyncUnaryCall(this::await))
            .addMethod(PARK, ServerCalls.asyncUnaryCall(this::await))
            .addMethod(
                BREAK,
                (call, headers) -> {
                  throw new AssertionError("broken on purpose");
                })
            .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(this::talk))
            .build());
  }

  @Override
  public Set<String> parked() {
    return Set.of(PARK.getFullMethodName());
  }

  private void say(BytesValue request, StreamObserver<BytesValue> answer) {
    virtual.add(Thread.currentThread().isVirtual());
    answer.onNext(bytes(name + ":" + request.getValue().toStringUtf8()));
    answer.onCompleted();
  }

  /// Answers with as many bytes as the request's text says.
  private static void grow(BytesValue request, StreamObserver<BytesValue> answer) {
    int size = Integer.parseInt(request.getValue().toStringUtf8());
    answer.onNext(BytesValue.of(ByteString.copyFrom(new byte[size])));
    answer.onCompleted();
  }

  private void await(BytesValue request, StreamObserver<BytesValue> answer) {
    waiting.countDown();
    try {
      proceed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    say(request, answer);
  }

  private StreamObserver<BytesValue> talk(StreamObserver<BytesValue> answers) {
    virtual.add(Thread.currentThread().isVirtual());
    return new StreamObserver<>() {
      @Override
      public void onNext(BytesValue request) {
        answers.onNext(bytes(name + ":" + request.getValue().toStringUtf8()));
      }

      @Override
      public void onError(Throwable gone) {}

      @Override
      public void onCompleted() {
        answers.onCompleted();
      }
    };
  }
}
