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

/// Prints the configuration on the standard output, for the launcher, once all bundles have
/// started. Plugins are asked for their defaults and never made.
record Printing(BundleContext context, Supplier<Settings> reader, Consumer<String> exit)
    implements Runnable {
  @Override
  public void run() {
    try {
      Settings settings = reader.get();
      System.out.print(Printout.of(settings, sections(settings)));
      System.out.flush();
    } catch (ConfigException e) {
      exit.accept(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, Record> sections(Settings settings) {
    Map<String, Record> sections = new HashMap<>();
    LiveConfiguration configuration = new LiveConfiguration(() -> settings);
    each(OwnSections.class, (_, own) -> sections.putAll(own.in(configuration)));
    each(
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
  private <S> void each(Class<S> type, BiConsumer<ServiceReference<S>, S> action) {
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
