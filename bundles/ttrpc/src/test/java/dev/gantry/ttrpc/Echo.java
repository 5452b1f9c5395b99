package dev.gantry.ttrpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import io.grpc.Context;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.grpc.util.MutableHandlerRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A service of every kind of method.
final class Echo {
  static final String SERVICE = "test.v1.Echo";
  static final MethodDescriptor<BytesValue, BytesValue> SAY = method("Say", MethodType.UNARY);
  static final MethodDescriptor<BytesValue, BytesValue> GROW = method("Grow", MethodType.UNARY);
  static final MethodDescriptor<BytesValue, BytesValue> FAIL = method("Fail", MethodType.UNARY);
  static final MethodDescriptor<BytesValue, BytesValue> BREAK = method("Break", MethodType.UNARY);
  static final MethodDescriptor<BytesValue, BytesValue> PARK = method("Park", MethodType.UNARY);
  static final MethodDescriptor<BytesValue, BytesValue> HEADERS =
      method("Headers", MethodType.UNARY);
  static final MethodDescriptor<BytesValue, BytesValue> COUNT =
      method("Count", MethodType.SERVER_STREAMING);
  static final MethodDescriptor<BytesValue, BytesValue> JOIN =
      method("Join", MethodType.CLIENT_STREAMING);
  static final MethodDescriptor<BytesValue, BytesValue> TALK =
      method("Talk", MethodType.BIDI_STREAMING);

  /// Calls of `Park` that began, by what they were told.
  final BlockingQueue<String> parked = new LinkedBlockingQueue<>();

  /// Lets calls of `Park` go on.
  final CountDownLatch proceed = new CountDownLatch(1);

  /// What ended the contexts of `Park`.
  final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();

  static MethodDescriptor<BytesValue, BytesValue> method(String name, MethodType type) {
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

  static String text(BytesValue bytes) {
    return bytes.getValue().toStringUtf8();
  }

  HandlerRegistry registry() {
    MutableHandlerRegistry registry = new MutableHandlerRegistry();
    registry.addService(
        ServerServiceDefinition.builder(SERVICE)
            .addMethod(SAY, ServerCalls.asyncUnaryCall((q, a) -> answer(a, "said " + text(q))))
            .addMethod(GROW, ServerCalls.asyncUnaryCall(Echo::grow))
            .addMethod(FAIL, ServerCalls.asyncUnaryCall(Echo::fail))
            .addMethod(
                BREAK,
                ServerCalls.asyncUnaryCall(
                    (q, a) -> {
                      throw new IllegalStateException("broken on purpose");
                    }))
            .addMethod(PARK, ServerCalls.asyncUnaryCall(this::park))
            .addMethod(HEADERS, new HeaderTeller())
            .addMethod(COUNT, ServerCalls.asyncServerStreamingCall(Echo::count))
            .addMethod(JOIN, ServerCalls.asyncClientStreamingCall(Echo::join))
            .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(Echo::talk))
            .build());
    return registry;
  }

  private static void answer(StreamObserver<BytesValue> answers, String text) {
    answers.onNext(bytes(text));
    answers.onCompleted();
  }

  private static void grow(BytesValue request, StreamObserver<BytesValue> answers) {
    answers.onNext(BytesValue.of(ByteString.copyFrom(new byte[Integer.parseInt(text(request))])));
    answers.onCompleted();
  }

  private static void fail(BytesValue request, StreamObserver<BytesValue> answers) {
    answers.onError(Status.NOT_FOUND.withDescription(text(request)).asRuntimeException());
  }

  private void park(BytesValue request, StreamObserver<BytesValue> answers) {
    Context context = Context.current();
    context.addListener(
        ended -> cancelled.add(String.valueOf(ended.cancellationCause())), Runnable::run);
    parked.add(text(request));
    try {
      if (proceed.await(60, TimeUnit.SECONDS)) {
        answer(answers, "parked " + text(request));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void count(BytesValue request, StreamObserver<BytesValue> answers) {
    for (int i = 0; i < Integer.parseInt(text(request)); i++) {
      answers.onNext(bytes(Integer.toString(i)));
    }
    answers.onCompleted();
  }

  private static StreamObserver<BytesValue> join(StreamObserver<BytesValue> answers) {
    List<String> all = new ArrayList<>();
    return new StreamObserver<>() {
      @Override
      public void onNext(BytesValue request) {
        all.add(text(request));
      }

      @Override
      public void onError(Throwable gone) {}

      @Override
      public void onCompleted() {
        answer(answers, String.join(",", all));
      }
    };
  }

  private static StreamObserver<BytesValue> talk(StreamObserver<BytesValue> answers) {
    return new StreamObserver<>() {
      @Override
      public void onNext(BytesValue request) {
        answers.onNext(bytes("said " + text(request)));
      }

      @Override
      public void onError(Throwable gone) {}

      @Override
      public void onCompleted() {
        answers.onCompleted();
      }
    };
  }

  /// Answers with the namespace, every value of `x`, and whether there is a time limit.
  private static final class HeaderTeller implements ServerCallHandler<BytesValue, BytesValue> {
    @Override
    public ServerCall.Listener<BytesValue> startCall(
        ServerCall<BytesValue, BytesValue> call, Metadata headers) {
      List<String> values = new ArrayList<>();
      values.add(headers.get(key("containerd-namespace")));
      Iterable<String> more = headers.getAll(key("x"));
      if (more != null) {
        more.forEach(values::add);
      }
      values.add(Context.current().getDeadline() == null ? "for ever" : "in time");
      call.sendHeaders(new Metadata());
      call.sendMessage(bytes(String.join(",", values)));
      call.close(Status.OK, new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
