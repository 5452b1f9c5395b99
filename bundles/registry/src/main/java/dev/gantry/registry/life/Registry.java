package dev.gantry.registry.life;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration;
import dev.gantry.api.plugin.Control;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.registry.graph.Soundness;
import dev.gantry.registry.loop.Loop;
import dev.gantry.registry.loop.Serial;
import dev.gantry.registry.scope.Scope;
import dev.gantry.registry.use.Port;
import dev.gantry.registry.use.Reference;
import dev.gantry.registry.view.Board;
import dev.gantry.registry.view.Directory;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;

/// The registry without any framework: takes in what comes and goes, and keeps what should be in
/// service in service. May be called from any thread; every method but [#plugins] queues a step for
/// the registry's own thread and returns at once.
public final class Registry {
  private final Loop loop = new Loop();
  private final Board board = new Board();
  private final Directory directory = new Directory(board, loop);
  private final Table table = new Table(board);
  private final Order order = new Order(table);
  private final Serial scribe = new Serial(loop, "the log of plugins");
  private final Clerk clerk = new Clerk(board, directory, scribe);
  private final Start start;
  private final Closer closer;
  private final Maker maker;
  private final Pass pass;
  private final Turns turns = new Turns(table, loop, this::plan);
  private final Steering steering = new Steering(table, turns, this::step);
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  /// Whether a pass is planned. Owned by the registry's thread.
  private boolean due;

  public Registry(Outside outside) {
    start = new Start(table, order, outside, loop, scribe);
    closer = new Closer(table, loop, this::changed);
    maker =
        new Maker(table, loop, closer, new Within(), this::install, start::fatal, this::changed);
    pass = new Pass(table, order, maker, closer, new Presenter(table, loop, this::changed));
  }

  /// What the daemon sees of all this.
  public Plugins plugins() {
    return directory;
  }

  /// What an operator can have it do.
  public Control control() {
    return steering;
  }

  /// Nothing is fetched before the configuration is known.
  public void configure(Configuration configuration) {
    step(
        () -> {
          try {
            table.settings = configuration.section(Settings.URI, Settings.DEFAULTS);
          } catch (ConfigException e) {
            start.fatal(String.valueOf(e.getMessage()));
          }
          table.configure(configuration);
        });
  }

  /// All that the daemon is made of is there, and the first pass can begin.
  public void begin() {
    step(start::listComplete);
  }

  /// A candidate is there.
  public void come(Candidate candidate) {
    step(
        () -> {
          Contender contender = table.add(candidate);
          Soundness.ofName(candidate.type(), candidate.id())
              .ifPresent(reason -> Maker.refuse(contender, reason));
        });
  }

  /// A candidate has another ranking.
  public void rank(long serviceId, int ranking) {
    step(
        () -> {
          Contender contender = table.contender(serviceId);
          if (contender != null) {
            contender.rank(ranking);
            table.sort(contender.slot);
          }
        });
  }

  /// A candidate goes. It may come back in another shape, so callers are held for a while.
  ///
  /// @return complete when nothing of it is in use any more
  public CompletableFuture<Void> go(long serviceId, Parting how) {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    step(
        () -> {
          Contender contender = table.contender(serviceId);
          if (contender == null) {
            ended.complete(null);
            return;
          }
          var _ = contender.ended.thenRun(() -> ended.complete(null));
          switch (how) {
            case NOW -> remove(contender);
            case ALONE -> turns.take(contender.slot, () -> remove(contender));
            case WITH_BUNDLE ->
                turns.take(
                    contender.slot,
                    () -> {
                      var _ = removeAfterUsers(contender, new HashSet<>());
                    });
          }
        });
    if (stopped.isDone()) { // The step may have come too late.
      ended.complete(null);
    }
    return ended;
  }

  /// @param seen those that go already
  private CompletableFuture<Void> removeAfterUsers(Contender contender, Set<Contender> seen) {
    if (!seen.add(contender)) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> users = CompletableFuture.completedFuture(null);
    for (Contender user : table.usersInBundle(contender)) {
      CompletableFuture<Void> gone = removeAfterUsers(user, seen);
      users = users.thenCompose(_ -> gone);
    }
    var _ = users.thenRun(() -> step(() -> remove(contender)));
    return contender.ended;
  }

  private void remove(Contender contender) {
    if (!contender.gone) {
      table.remove(contender);
      closer.settle(contender);
    }
  }

  /// Whether the current thread may wait for what it asked for: not one of the registry's own, and
  /// not one that uses a plugin now.
  public boolean canWait() {
    return !Loop.isOwnThread() && !Reference.isUser();
  }

  /// How long it is worth waiting for a candidate to go: for its turn, its users and its close.
  public Duration patience() {
    Settings settings = table.settings;
    return settings.hold().plus(settings.drain().multipliedBy(2));
  }

  /// A bundle will not come back, so nobody waits for what was in it.
  public void uninstalled(long bundleId) {
    step(() -> table.uninstalled(bundleId));
  }

  /// Closes all plugins in reverse order and ends the registry.
  ///
  /// @return complete when all are closed, or were waited for long enough
  public CompletableFuture<Void> stop() {
    step(
        () -> {
          table.stopping = true;
          table.disordered = true;
          var _ = loop.after(table.settings.drain(), this::hurry);
        });
    return stopped;
  }

  private void step(Runnable step) {
    loop.post(
        () -> {
          step.run();
          plan();
        });
  }

  private void changed(Slot slot) {
    slot.due = true;
    plan();
  }

  /// Plans one pass after all steps that wait now.
  private void plan() {
    if (!due) {
      due = true;
      loop.post(this::pass);
    }
  }

  /// Does not wait for inits any longer.
  private void hurry() {
    table.hurried = true;
    plan();
  }

  private void install(Instance instance) {
    pass.install(instance);
  }

  private void pass() {
    due = false;
    if (stopped.isDone()) {
      return;
    }
    if (table.configuration != null && !table.stopping) {
      table.unasked().forEach(maker::ask);
    }
    start.before();
    if (table.begun || table.stopping) {
      clerk.record(pass.run());
      steering.tell();
      table.leftovers().forEach(this::forget);
      start.after();
    }
    turns.proceed();
    if (table.stopping && table.slots().stream().allMatch(this::isClosed)) {
      // After all that is still to be written down, and all steps that wait.
      scribe.run(
          () -> {
            stopped.complete(null);
            loop.post(loop::close);
          });
    }
  }

  private void forget(Slot slot) {
    table.forget(slot);
    clerk.erase(slot);
    plan();
  }

  private boolean isClosed(Slot slot) {
    return slot.live == null && slot.retiring.isEmpty() && (slot.next == null || table.hurried);
  }

  /// What contexts see.
  private final class Within implements Scope.Surroundings {
    @Override
    public Configuration daemon() {
      return Objects.requireNonNull(table.configuration);
    }

    @Override
    public Plugins plugins() {
      return directory;
    }

    @Override
    public Port port(Requirement wanted) {
      return wanted.id().isEmpty() ? board.ofType(wanted.type()) : board.ofUri(wanted.toString());
    }

    @Override
    public SortedMap<String, Port> members(String type) {
      return board.members(type);
    }
  }
}
