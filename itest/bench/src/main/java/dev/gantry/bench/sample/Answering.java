package dev.gantry.bench.sample;

import com.google.protobuf.Empty;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.ServiceOffer;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.util.List;

/// A plugin of one gRPC method that answers nothing at once.
public final class Answering implements Registration {
  private static final String SERVICE = "bench.Sample";

  /// Its method, for both sides.
  public static MethodDescriptor<Empty, Empty> method() {
    return MethodDescriptor.<Empty, Empty>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(SERVICE + "/Answer")
        .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
        .build();
  }

  @Override
  public Object init(InitContext context) {
    ServerServiceDefinition service =
        ServerServiceDefinition.builder(SERVICE)
            .addMethod(
                method(),
                ServerCalls.<Empty, Empty>asyncUnaryCall(
                    (question, answer) -> {
                      answer.onNext(question);
                      answer.onCompleted();
                    }))
            .build();
    return (ServiceOffer)
        channel -> channel == ServiceOffer.Channel.GRPC ? List.of(service) : List.of();
  }
}
