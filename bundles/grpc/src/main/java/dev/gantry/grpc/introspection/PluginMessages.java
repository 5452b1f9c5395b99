package dev.gantry.grpc.introspection;

import com.google.rpc.Status;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.types.Platform;
import dev.gantry.proto.services.introspection.v1.Plugin;
import io.grpc.Status.Code;

/// A plugin as clients see it.
final class PluginMessages {
  private PluginMessages() {}

  static Plugin of(PluginStatus plugin) {
    Plugin.Builder message =
        Plugin.newBuilder()
            .setType(plugin.type())
            .setId(plugin.id())
            .addAllRequires(plugin.requires().stream().map(Requirement::type).distinct().toList())
            .putAllExports(plugin.told().exports())
            .addAllCapabilities(plugin.told().capabilities());
    for (Platform platform : plugin.told().platforms()) {
      message.addPlatforms(of(platform));
    }
    switch (plugin.state()) {
      case READY -> {}
      case FAILED -> message.setInitErr(status(Code.UNKNOWN, plugin.reason()));
      case SKIPPED -> message.setInitErr(status(Code.UNKNOWN, skipped(plugin.reason())));
      case DISABLED, WAITING, INITIALISING, CLOSING ->
          message.setInitErr(status(Code.UNAVAILABLE, away(plugin)));
    }
    return message.build();
  }

  /// Clients know a skipped plugin by these two words.
  private static String skipped(String reason) {
    return reason.contains("skip plugin") ? reason : reason + ": skip plugin";
  }

  private static String away(PluginStatus plugin) {
    String state = plugin.state().name().toLowerCase(java.util.Locale.ROOT);
    return plugin.reason().isEmpty() ? state : state + ": " + plugin.reason();
  }

  private static Status status(Code code, String message) {
    return Status.newBuilder().setCode(code.value()).setMessage(message).build();
  }

  private static dev.gantry.proto.types.Platform of(Platform platform) {
    return dev.gantry.proto.types.Platform.newBuilder()
        .setOs(platform.os())
        .setArchitecture(platform.architecture())
        .setVariant(platform.variant())
        .setOsVersion(platform.osVersion())
        .build();
  }
}
