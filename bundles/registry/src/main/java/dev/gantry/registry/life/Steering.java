package dev.gantry.registry.life;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.plugin.Aliases;
import dev.gantry.api.plugin.Control;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.registry.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What an operator says of plugins. Callers wait; the registry's thread does the work.
final class Steering implements Control {
  private final Table table;
  private final Turns turns;
  private final Consumer<Runnable> steps;

  /// Who waits for a plugin to settle. Owned by the registry's thread.
  private final List<Waiter> waiters = new ArrayList<>();

  /// @param steps takes what is to be done by the registry's thread
  Steering(Table table, Turns turns, Consumer<Runnable> steps) {
    this.table = table;
    this.turns = turns;
    this.steps = steps;
  }

  @Override
  public PluginStatus restart(String uri) {
    return settle(uri, this::renew);
  }

  @Override
  public PluginStatus disable(String uri) {
    return settle(uri, slot -> table.want(slot, false));
  }

  @Override
  public PluginStatus enable(String uri) {
    return settle(uri, slot -> table.want(slot, true));
  }

  /// One at a time, so that the file that was read last is the one that holds.
  @Override
  public synchronized List<String> reload() {
    Configuration configuration = get(ask(() -> configuration()), "the configuration");
    Configuration.Draft draft = configuration.draft();
    return get(ask(() -> adopt(configuration, draft)), "the new configuration");
  }

  /// Tells those that wait for plugins that have settled. After each pass.
  void tell() {
    waiters.removeIf(waiter -> !turns.hasToCome(waiter.slot) && waiter.isTold());
  }

  private PluginStatus settle(String uri, Consumer<Slot> change) {
    CompletableFuture<PluginStatus> settled = new CompletableFuture<>();
    CompletableFuture<Void> begun =
        ask(
            () -> {
              Slot slot = slot(uri);
              change.accept(slot);
              waiters.add(new Waiter(slot, settled));
              return null;
            });
    String what = "plugin \"" + uri + "\"";
    get(begun, what);
    return get(settled, what);
  }

  private void renew(Slot slot) {
    turns.take(slot, slot::renew);
  }

  private Slot slot(String uri) {
    return Optional.ofNullable(table.slot(uri))
        .or(() -> Optional.ofNullable(table.slot(Aliases.newest(uri))))
        .orElseThrow(() -> Fault.NOT_FOUND.because("plugin \"" + uri + "\""));
  }

  private Configuration configuration() {
    Configuration known = table.configuration;
    if (known == null) {
      throw Fault.UNAVAILABLE.because("the configuration was not read yet");
    }
    return known;
  }

  private List<String> adopt(Configuration configuration, Configuration.Draft draft) {
    Settings settings = draft.section(Settings.URI, Settings.DEFAULTS);
    List<Slot> changed =
        table.slots().stream().filter(slot -> isChanged(slot, configuration, draft)).toList();
    List<Slot> disabled = table.slots().stream().filter(slot -> slot.disabled).toList();
    List<String> lines = new ArrayList<>(draft.adopt());
    table.settings = settings;
    table.configure(configuration);
    for (Slot slot : table.slots()) {
      boolean renewed = !slot.disabled && changed.contains(slot);
      if (renewed) {
        renew(slot);
      }
      if (slot.disabled != disabled.contains(slot)) {
        lines.add(slot.uri + (slot.disabled ? " is disabled" : " is no longer disabled"));
      } else if (renewed) {
        lines.add(slot.uri + " is made anew");
      }
    }
    return List.copyOf(lines);
  }

  /// @throws ConfigException when the draft's section is wrong
  private static boolean isChanged(
      Slot slot, Configuration configuration, Configuration.Draft draft) {
    boolean changed = false;
    for (Contender contender : slot.contenders) {
      @Nullable Declaration declaration = contender.declaration;
      if (declaration != null && declaration.defaults().isPresent()) {
        Record defaults = declaration.defaults().get();
        Record next = draft.section(slot.uri, defaults);
        changed |= !next.equals(current(configuration, slot.uri, defaults));
      }
    }
    return changed;
  }

  /// Null when the section is wrong, which is why the plugin failed.
  private static @Nullable Record current(
      Configuration configuration, String uri, Record defaults) {
    try {
      return configuration.section(uri, defaults);
    } catch (ConfigException e) {
      return null;
    }
  }

  private <T extends @Nullable Object> CompletableFuture<T> ask(Supplier<T> step) {
    if (Loop.isOwnThread()) {
      throw new IllegalStateException("a plugin's init or close cannot steer plugins");
    }
    CompletableFuture<T> answer = new CompletableFuture<>();
    steps.accept(
        () -> {
          try {
            answer.complete(step.get());
          } catch (RuntimeException e) { // The edge to the caller's thread.
            answer.completeExceptionally(e);
          }
        });
    return answer;
  }

  private <T extends @Nullable Object> T get(CompletableFuture<T> answer, String what) {
    Settings settings = table.settings;
    Duration limit = settings.hold().plus(settings.drain()).plus(settings.init());
    try {
      return answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw Fault.UNAVAILABLE.because(what + " has not settled after " + limit, e);
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /// A caller that waits for a plugin to settle.
  private record Waiter(Slot slot, CompletableFuture<PluginStatus> settled) {
    boolean isTold() {
      boolean still = slot.verdict instanceof Verdict.Make;
      boolean gone = slot.live == null && slot.retiring.isEmpty();
      PluginStatus told = slot.told;
      if (slot.busy || slot.due || told == null || !(still || gone)) {
        return settled.isDone();
      }
      if (slot.rejected.isEmpty()) {
        settled.complete(told);
      } else {
        settled.completeExceptionally(
            Fault.FAILED_PRECONDITION.because(
                "plugin \""
                    + slot.uri
                    + "\" cannot be made anew and stays as it was: "
                    + slot.rejected));
      }
      return true;
    }
  }
}
