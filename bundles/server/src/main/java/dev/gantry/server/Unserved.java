package dev.gantry.server;

import dev.gantry.api.config.Configuration;
import java.lang.System.Logger.Level;
import java.util.List;

/// Listeners that a configuration may ask for and that are not built. Whoever asks for one is told
/// so at the start.
final class Unserved {
  private static final System.Logger LOG = System.getLogger(Unserved.class.getName());
  private static final List<String> URIS =
      List.of(
          "io.containerd.server.v1.grpc-tcp",
          "io.containerd.server.v1.debug",
          "io.containerd.server.v1.metrics");

  private Unserved() {}

  /// The keys of all of them, so that none is called unknown.
  public record Section(
      String address,
      int uid,
      int gid,
      String tlsCa,
      String tlsCert,
      String tlsKey,
      String tlsCommonName,
      int maxRecvMessageSize,
      int maxSendMessageSize) {
    static final Section NOTHING = new Section("", 0, 0, "", "", "", "", 0, 0);
  }

  /// The keys that ask for them.
  static List<String> asked(Configuration configuration) {
    return URIS.stream()
        .filter(uri -> !configuration.section(uri, Section.NOTHING).address().isEmpty())
        .map(uri -> "[plugins.\"" + uri + "\"] address")
        .toList();
  }

  static void warn(Configuration configuration) {
    asked(configuration)
        .forEach(key -> LOG.log(Level.WARNING, "{0} is ignored: nothing listens there yet", key));
  }
}
