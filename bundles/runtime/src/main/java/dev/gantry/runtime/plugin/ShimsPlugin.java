package dev.gantry.runtime.plugin;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.runtime.ProcessEnvironment;
import dev.gantry.runtime.shim.ShimCommand;
import dev.gantry.runtime.shim.ShimEnvironment;
import dev.gantry.runtime.shim.ShimPrograms;
import dev.gantry.runtime.shim.Shims;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/// Declares `io.containerd.shim.v1.manager`.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.SHIM, id = "manager")
public final class ShimsPlugin implements Registration {
  private static final String OPT = "opt";
  private static final Set<String> VERBOSE = Set.of("debug", "trace");

  private final Path home;

  /// @param context says where the distribution lies
  @Activate
  public ShimsPlugin(BundleContext context) {
    String folder = context.getProperty("gantry.home");
    home = Path.of(folder == null ? "." : folder).toAbsolutePath().normalize();
  }

  /// The section of the shim manager.
  ///
  /// @param env `NAME=value`, for every shim, over all that it gets otherwise
  record Config(List<String> env) {
    static final Config DEFAULTS = new Config(List.of());

    Config {
      env = List.copyOf(env);
    }
  }

  @Override
  public Optional<Record> defaults() {
    return Optional.of(Config.DEFAULTS);
  }

  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.handle(PluginTypes.INTERNAL, OPT).optional());
  }

  @Override
  public Object init(InitContext context) {
    ShimCommand.Daemon daemon =
        new ShimCommand.Daemon(
            context.daemon().grpcAddress(),
            context.daemon().ttrpcAddress(),
            home.resolve("gantry"),
            VERBOSE.contains(context.daemon().log().level()),
            new ShimEnvironment(
                own(context),
                context.handle(PluginTypes.INTERNAL, OPT, ProcessEnvironment.class),
                pairs(context.config(Config.class).env())));
    return new Shims(new ShimPrograms(home), daemon, System.err);
  }

  /// A virtual machine cannot change its own environment.
  private static Map<String, String> own(InitContext context) {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    context.daemon().temp().ifPresent(temp -> environment.put("TMPDIR", temp.toString()));
    return environment;
  }

  private static Map<String, String> pairs(List<String> env) {
    Map<String, String> pairs = new TreeMap<>();
    for (String pair : env) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return pairs;
  }
}
