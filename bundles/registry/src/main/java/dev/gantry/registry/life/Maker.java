package dev.gantry.registry.life;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.plugin.Requirement.Hold;
import dev.gantry.api.plugin.SkipException;
import dev.gantry.registry.graph.Soundness;
import dev.gantry.registry.loop.Loop;
import dev.gantry.registry.loop.Outcome;
import dev.gantry.registry.scope.Scope;
import dev.gantry.registry.use.Served;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks registrations what they declare, and has them make instances.
final class Maker {
  private static final System.Logger LOG = System.getLogger("dev.gantry.registry");

  private final Table table;
  private final Loop loop;
  private final Closer closer;
  private final Scope.Surroundings surroundings;
  private final Consumer<Instance> made;
  private final Consumer<String> fatal;
  private final Consumer<Slot> changed;
  private long numbers;
  private int running;

  /// @param made told of an instance that is wanted
  /// @param fatal told what stops the start
  /// @param changed told of whom to look at again
  Maker(
      Table table,
      Loop loop,
      Closer closer,
      Scope.Surroundings surroundings,
      Consumer<Instance> made,
      Consumer<String> fatal,
      Consumer<Slot> changed) {
    this.table = table;
    this.loop = loop;
    this.closer = closer;
    this.surroundings = surroundings;
    this.made = made;
    this.fatal = fatal;
    this.changed = changed;
  }

  /// How many inits run, but for those whose time is over.
  int running() {
    return running;
  }

  /// Fetches a registration and asks it.
  void ask(Contender contender) {
    contender.asked = true;
    Candidate candidate = contender.candidate();
    loop.call(
        table.settings.init(),
        () -> {
          Registration registration = candidate.source().fetch();
          if (registration == null) {
            throw new IllegalStateException("the registration is gone");
          }
          return Declaration.of(registration);
        },
        outcome -> asked(contender, outcome),
        _ -> {});
  }

  private void asked(Contender contender, Outcome<Declaration> outcome) {
    switch (outcome) {
      case Outcome.Done<Declaration>(Declaration declaration) -> {
        Candidate candidate = contender.candidate();
        Soundness.ofRequirements(candidate.type(), candidate.id(), declaration.requires())
            .ifPresent(reason -> refuse(contender, reason));
        contender.declaration = declaration;
      }
      case Outcome.Threw<Declaration>(Throwable cause) ->
          refuse(contender, "its registration failed: " + cause);
      case Outcome.Late<Declaration>(String place) ->
          refuse(contender, "its registration does not answer, it is at " + place);
    }
    table.disordered = true;
    changed.accept(contender.slot);
  }

  static void refuse(Contender contender, String reason) {
    contender.trouble = new Trouble(Trouble.Kind.WRONG, State.FAILED, reason, List.of());
  }

  /// Has an instance made.
  void make(Slot slot, Verdict.Make wanted) {
    Declaration declaration = wanted.contender().declaration;
    if (declaration == null) {
      throw new IllegalStateException(slot.uri + " was not asked yet");
    }
    Instance instance = new Instance(++numbers, slot, wanted);
    instance.bound.values().forEach(other -> other.dependants++);
    instance.contender.open++;
    slot.next = instance;
    slot.tried = true;
    running++;
    Scope scope = scope(instance, declaration);
    loop.call(
        table.settings.init(),
        () -> init(declaration.registration(), scope),
        outcome -> done(instance, outcome),
        outcome -> straggle(instance, outcome));
  }

  private Scope scope(Instance instance, Declaration declaration) {
    declaration.requires().stream()
        .filter(wanted -> wanted.hold() == Hold.HANDLE && wanted.id().isEmpty())
        .forEach(wanted -> table.lead(wanted.type()));
    Map<Requirement, Object> objects = new HashMap<>();
    instance.bound.forEach(
        (wanted, other) -> {
          Object object = other.served == null ? null : other.served.object();
          if (object != null) {
            objects.put(wanted, object);
          }
        });
    return new Scope(
        instance.slot.uri, declaration.requires(), declaration.defaults(), objects, surroundings);
  }

  private static Made init(Registration registration, Scope scope) {
    long start = System.nanoTime();
    Object object = registration.init(scope);
    return new Made(object, scope, Duration.ofNanos(System.nanoTime() - start));
  }

  private void done(Instance instance, Outcome<Made> outcome) {
    running--;
    instance.slot.next = null;
    switch (outcome) {
      case Outcome.Done<Made>(Made result) -> accept(instance, result);
      case Outcome.Threw<Made>(SkipException skip) ->
          fail(instance, State.SKIPPED, String.valueOf(skip.getMessage()));
      case Outcome.Threw<Made>(Throwable cause) -> {
        LOG.log(Level.DEBUG, "init of " + instance.slot.uri + " failed", cause);
        fail(instance, State.FAILED, reason(cause));
        if (cause instanceof ConfigException && !table.complete) {
          fatal.accept("plugin " + instance.slot.uri + ": " + cause.getMessage());
        }
      }
      case Outcome.Late<Made>(String place) -> {
        instance.slot.stuck++;
        String limit = table.settings.init().toString();
        fail(instance, State.FAILED, "init takes longer than " + limit + ", it is at " + place);
      }
    }
    changed.accept(instance.slot);
  }

  private void accept(Instance instance, Made result) {
    if (result.object() == null) {
      fail(instance, State.FAILED, "init gave no object");
    } else if (instance.dropped) {
      closer.discard(instance.slot, result.object());
      closer.release(instance);
    } else {
      instance.served = new Served(result.object());
      instance.told = result.scope().told();
      instance.initTime = result.time();
      made.accept(instance);
    }
  }

  private void fail(Instance instance, State state, String reason) {
    Slot slot = instance.slot;
    Instance before = slot.up();
    boolean anew =
        before != null
            && before.contender == instance.contender
            && before.edition != instance.edition
            && before.bound.equals(instance.bound);
    if (anew) {
      LOG.log(
          Level.WARNING,
          "plugin={0} stays as it was: it cannot be made anew reason=\"{1}\"",
          slot.uri,
          reason);
      slot.reject(reason);
    } else {
      instance.contender.trouble =
          new Trouble(Trouble.Kind.INIT, state, reason, instance.boundNumbers());
    }
    closer.release(instance);
  }

  private void straggle(Instance instance, Outcome<Made> outcome) {
    instance.slot.stuck--;
    if (outcome instanceof Outcome.Done<Made>(Made result)) {
      closer.discard(instance.slot, result.object());
    }
    changed.accept(instance.slot);
  }

  private static String reason(Throwable cause) {
    return cause instanceof GantryException || cause instanceof ConfigException
        ? String.valueOf(cause.getMessage())
        : cause.toString();
  }

  /// What an init gave.
  private record Made(@Nullable Object object, Scope scope, Duration time) {}
}
