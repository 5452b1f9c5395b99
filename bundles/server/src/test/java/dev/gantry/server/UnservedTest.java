package dev.gantry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.config.Configuration;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnservedTest {
  @Test
  void listenersThatAreAskedForAreNamed() {
    Configuration configuration =
        addresses(
            Map.of(
                "io.containerd.server.v1.grpc-tcp", "127.0.0.1:1234",
                "io.containerd.server.v1.debug", "/run/gantry/debug.sock"));

    assertEquals(
        List.of(
            "[plugins.\"io.containerd.server.v1.grpc-tcp\"] address",
            "[plugins.\"io.containerd.server.v1.debug\"] address"),
        Unserved.asked(configuration));
  }

  @Test
  void nobodyIsWarnedWhoAsksForNone() {
    assertEquals(List.of(), Unserved.asked(addresses(Map.of())));
  }

  /// A configuration of sections with nothing but addresses.
  private static Configuration addresses(Map<String, String> byUri) {
    return (Configuration)
        Proxy.newProxyInstance(
            Configuration.class.getClassLoader(),
            new Class<?>[] {Configuration.class},
            (self, method, arguments) -> {
              String address = byUri.getOrDefault((String) arguments[0], "");
              return new Unserved.Section(address, 0, 0, "", "", "", "", 0, 0);
            });
  }
}
