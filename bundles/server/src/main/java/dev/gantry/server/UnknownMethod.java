package dev.gantry.server;

import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Set;

/// The answer to a call of what nobody serves. Clients fall back to other calls on its code, and
/// tell service from method by its text.
final class UnknownMethod {
  private static final MethodDescriptor.Marshaller<byte[]> IGNORED =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          return new byte[0];
        }
      };

  private UnknownMethod() {}

  static ServerMethodDefinition<byte[], byte[]> named(String name, Set<String> known) {
    int slash = name.lastIndexOf('/');
    String service = slash < 0 ? name : name.substring(0, slash);
    boolean served = known.stream().anyMatch(method -> method.startsWith(service + "/"));
    String text =
        served
            ? "unknown method " + name.substring(slash + 1) + " for service " + service
            : "unknown service " + service;
    return ServerMethodDefinition.create(
        MethodDescriptor.newBuilder(IGNORED, IGNORED)
            .setType(MethodDescriptor.MethodType.UNKNOWN)
            .setFullMethodName(name)
            .build(),
        (call, headers) -> HeldMethod.refused(call, Status.UNIMPLEMENTED.withDescription(text)));
  }
}
