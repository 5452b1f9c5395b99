package dev.gantry.config;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// Reads the configuration at start, prepares what it describes and publishes it. When it is wrong,
/// the daemon ends and says why. Where the launcher has it printed, nothing is prepared, and no
/// plugin starts for want of a configuration.
@Component(service = {})
public final class ConfigurationSource {
  private static final List<String> FLAGS =
      List.of("config", "address", "root", "state", "log-level");

  /// None when the configuration is wrong, or only printed.
  private final @Nullable Premises premises;

  @Activate
  public ConfigurationSource(
      BundleContext context, @Reference(target = "(gantry.role=exit)") Consumer<String> exit) {
    premises = publish(context, exit);
  }

  private static @Nullable Premises publish(BundleContext context, Consumer<String> exit) {
    Map<String, String> flags = flags(context);
    String printed = context.getProperty("gantry.flag.print");
    if (printed != null) {
      Supplier<String> text =
          switch (printed) {
            case "default" -> () -> Printing.whole(context, defaults());
            case "migrate" -> () -> migrated(flags);
            default -> () -> Printing.whole(context, read(flags));
          };
      context.registerService(
          Runnable.class,
          new Printing(text, exit),
          FrameworkUtil.asDictionary(Map.of("gantry.role", "print")));
      return null;
    }
    try {
      Configuration configuration = new LiveConfiguration(() -> read(flags));
      Premises premises = Premises.take(configuration);
      ProcessSettings.apply(configuration);
      context.registerService(Configuration.class, configuration, null);
      return premises;
    } catch (ConfigException | IOException e) {
      exit.accept(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static Settings defaults() {
    try {
      Defaults defaults = usual();
      return new Settings(new Section(new Place(defaults.file(), 1, 1)), Map.of(), defaults);
    } catch (IOException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  private static Defaults usual() throws IOException {
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    return Defaults.of(root, System.getenv());
  }

  private static Settings read(Map<String, String> flags) {
    try {
      Defaults defaults = usual();
      boolean given = !flags.getOrDefault("config", "").isEmpty();
      return new Settings(
          ConfigFiles.load(file(flags, defaults), given, defaults.imports()), flags, defaults);
    } catch (InvalidPathException | IOException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  /// The file itself in the newest version: without what it imports, and without what it leaves
  /// out.
  private static String migrated(Map<String, String> flags) {
    try {
      Section file = TomlReader.read(file(flags, usual()));
      Migration.toNewest(file);
      return TomlWriter.write(file.plain());
    } catch (InvalidPathException | IOException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
  }

  private static Path file(Map<String, String> flags, Defaults defaults) {
    String given = flags.getOrDefault("config", "");
    return given.isEmpty() ? defaults.file() : Path.of(given).toAbsolutePath().normalize();
  }

  private static Map<String, String> flags(BundleContext context) {
    Map<String, String> flags = new HashMap<>();
    for (String flag : FLAGS) {
      String value = context.getProperty("gantry.flag." + flag);
      if (value != null) {
        flags.put(flag, value);
      }
    }
    return flags;
  }

  @Deactivate
  void close() throws IOException {
    if (premises != null) {
      premises.close();
    }
  }
}
