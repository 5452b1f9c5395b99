package dev.gantry.config;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.OwnSections;
import dev.gantry.api.plugin.Registration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/// Prints a configuration on the standard output, for the launcher, once all bundles have started.
/// Plugins are asked for their defaults and never made.
record Printing(Supplier<String> text, Consumer<String> exit) implements Runnable {
  /// All that holds.
  static String whole(BundleContext context, Settings settings) {
    return Printout.of(settings, sections(context, settings));
  }

  @Override
  public void run() {
    try {
      System.out.print(text.get());
      System.out.flush();
    } catch (ConfigException e) {
      exit.accept(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, Record> sections(BundleContext context, Settings settings) {
    Map<String, Record> sections = new HashMap<>();
    LiveConfiguration configuration = new LiveConfiguration(() -> settings);
    each(context, OwnSections.class, (_, own) -> sections.putAll(own.in(configuration)));
    each(
        context,
        Registration.class,
        (reference, plugin) -> {
          String type = String.valueOf(reference.getProperty("gantry.plugin.type"));
          String uri = type + "." + reference.getProperty("gantry.plugin.id");
          plugin
              .defaults()
              .ifPresent(defaults -> sections.put(uri, settings.section(uri, defaults)));
        });
    return sections;
  }

  /// The one in charge of a name comes last.
  private static <S> void each(
      BundleContext context, Class<S> type, BiConsumer<ServiceReference<S>, S> action) {
    try {
      context.getServiceReferences(type, null).stream()
          .sorted()
          .forEach(
              reference ->
                  Optional.ofNullable(context.getService(reference))
                      .ifPresent(service -> action.accept(reference, service)));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
