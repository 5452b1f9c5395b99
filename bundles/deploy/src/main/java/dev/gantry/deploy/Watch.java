package dev.gantry.deploy;

import dev.gantry.deploy.jar.RefusedException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Looks at the folder now and then, and has the deployer follow it. A file counts once it has
/// stayed the same from one look to the next, as it may be half a copy.
final class Watch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.gantry.deploy");
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration TRY = Duration.ofMillis(50);
  private static final long END_SECONDS = 10;

  private final PluginFolder folder;
  private final Deployer deployer;
  private final Shelf shelf;
  private final Boots boots;
  private final Thread thread = Thread.ofPlatform().daemon().name("deploy").unstarted(this::run);
  private volatile List<String> lines = List.of();
  private volatile boolean closed;

  /// From here on owned by whoever looks: first the caller of [#begin], then the thread.
  private Map<String, Stamp> seen = Map.of();

  private String trouble = "";
  private boolean complete;

  Watch(PluginFolder folder, Deployer deployer, Shelf shelf, Boots boots) {
    this.folder = folder;
    this.deployer = deployer;
    this.shelf = shelf;
    this.boots = boots;
  }

  /// Deploys what is there, and goes on in a thread of its own.
  void begin() {
    folder.make();
    try {
      seen = folder.list();
      shelf.retain(seen.keySet());
      for (String file : boots.begin(seen)) {
        folder.setAside(file);
        LOG.log(
            Level.ERROR,
            "jar={0} set aside: the daemon failed to start three times in a row with it; it is in"
                + " \"{1}/disabled\"",
            file,
            folder);
      }
      seen = folder.list();
      seen.forEach(deployer::come);
    } catch (IOException | RefusedException e) {
      tell(e);
    }
    complete = seen.isEmpty();
    lines = deployer.lines();
    thread.start();
  }

  /// A line a jar, as of the last look.
  List<String> lines() {
    return lines;
  }

  private void run() {
    long looked = System.nanoTime();
    while (!closed) {
      LockSupport.parkNanos((deployer.isTrying() ? TRY : LOOK).toNanos());
      if (closed) {
        return;
      }
      try {
        if (System.nanoTime() - looked >= LOOK.toNanos()) {
          looked = System.nanoTime();
          look();
        }
        deployer.judge();
        complete();
        lines = deployer.lines();
      } catch (RuntimeException e) { // Of the framework; the next look may do better.
        LOG.log(Level.ERROR, "deploying failed", e);
      }
    }
  }

  private void look() {
    Map<String, Stamp> now;
    try {
      now = folder.list();
      trouble = "";
    } catch (IOException | RefusedException e) {
      tell(e);
      return;
    }
    Set<String> gone = new HashSet<>(deployer.files());
    gone.removeAll(now.keySet());
    gone.forEach(deployer::go);
    Map<String, Stamp> before = seen;
    seen = new HashMap<>(now);
    now.forEach(
        (file, stamp) -> {
          if (stamp.equals(before.get(file)) && !deployer.isKnown(file, stamp) && !closed) {
            deployer.come(file, stamp);
          }
        });
  }

  /// Says once what is wrong with the folder. What is deployed stays.
  private void tell(Exception problem) {
    String text = problem instanceof RefusedException r ? r.reason() : problem.toString();
    if (!text.equals(trouble)) {
      trouble = text;
      LOG.log(Level.WARNING, "the plugin folder \"{0}\" is refused: {1}", folder, text);
    }
  }

  private void complete() {
    if (!complete && deployer.isComplete()) {
      complete = true;
      try {
        boots.complete();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "this start counts as failed: {0}", e.toString());
      }
    }
  }

  /// Leaves everything deployed.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
