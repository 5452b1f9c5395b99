package dev.gantry.shell.command;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.jspecify.annotations.Nullable;

/// A line that runs, and whether anybody still waits for it. Commands find it in their session; the
/// console of `--shell` has none.
public final class Running implements Call.Patience {
  private static final String VARIABLE = ".gantry.running";

  /// Guarded by this.
  private final List<Runnable> closers = new ArrayList<>();

  private volatile boolean ended;

  /// Has commands of the session find it.
  public void enter(CommandSession session) {
    session.put(VARIABLE, this);
  }

  /// What runs in a session.
  static @Nullable Running in(CommandSession session) {
    return session.get(VARIABLE) instanceof Running running ? running : null;
  }

  /// A call of the daemon itself in a namespace, which ends when nobody waits for it.
  static Call call(CommandSession session, String namespace) {
    Call call = Call.DAEMON.in(namespace);
    Running running = in(session);
    return running == null ? call : call.with(running);
  }

  /// Nobody waits any more.
  public void end() {
    List<Runnable> due;
    synchronized (this) {
      ended = true;
      due = List.copyOf(closers);
      closers.clear();
    }
    due.forEach(Runnable::run);
  }

  public boolean isEnded() {
    return ended;
  }

  /// Has something done when nobody waits any more, at once if that is so already.
  void onEnd(Runnable closer) {
    synchronized (this) {
      if (!ended) {
        closers.add(closer);
        return;
      }
    }
    closer.run();
  }

  @Override
  public void check() {
    if (ended) {
      throw Fault.CANCELLED.because("");
    }
  }
}
