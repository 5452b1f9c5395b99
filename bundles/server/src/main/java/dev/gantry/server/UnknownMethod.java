package dev.gantry.server;

import dev.gantry.api.plugin.ServiceOffer;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.InputStream;
import java.util.Set;

/// The answer to a call of what nobody serves. Clients fall back to other calls on its code, and
/// tell service from method by its text.
final class UnknownMethod {
  private UnknownMethod() {}

  static ServerMethodDefinition<InputStream, InputStream> named(
      ServiceOffer.Channel channel, String name, Set<String> known) {
    int slash = name.lastIndexOf('/');
    String service = slash < 0 ? name : name.substring(0, slash);
    boolean served = known.stream().anyMatch(method -> method.startsWith(service + "/"));
    Status status =
        Status.UNIMPLEMENTED.withDescription(
            served
                ? ofMethod(channel, service, name.substring(slash + 1))
                : ofService(channel, service));
    return ServerMethodDefinition.create(
        RawBytes.method(name, MethodType.UNKNOWN), (call, headers) -> Refusal.answer(call, status));
  }

  private static String ofMethod(ServiceOffer.Channel channel, String service, String method) {
    return switch (channel) {
      case GRPC, TCP -> "unknown method " + method + " for service " + service;
      case TTRPC -> "method " + method;
    };
  }

  private static String ofService(ServiceOffer.Channel channel, String service) {
    return switch (channel) {
      case GRPC, TCP -> "unknown service " + service;
      case TTRPC -> "service " + service;
    };
  }
}
