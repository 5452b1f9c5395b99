package dev.gantry.registry.use;

import dev.gantry.api.errors.Fault;
import java.util.concurrent.CompletableFuture;

/// A fixed point that references lead through, and what it leads to now. Turned by the registry's
/// thread alone, read by any. To exchange an object, turn the port first and shut the object then:
/// who comes between finds the new one.
public final class Port {
  private static final Target.Absent MISSING =
      new Target.Absent(Fault.NOT_IMPLEMENTED, "it is not there");

  private final String name;
  private volatile Target target;

  /// Leads nowhere at first.
  ///
  /// @param name a plugin's URI, or a type
  public Port(String name) {
    this.name = name;
    this.target = MISSING;
  }

  public String name() {
    return name;
  }

  /// Leads to this object from now on.
  ///
  /// @return whether it did not before; so all that turn it
  public boolean serve(Served served) {
    return turn(new Target.Serving(served));
  }

  /// Has callers wait.
  ///
  /// @param reason told to those for whom it takes too long
  /// @param deadline by the clock of `System.nanoTime`
  public boolean hold(String reason, long deadline) {
    boolean same =
        target instanceof Target.Held now
            && now.deadline() == deadline
            && now.reason().equals(reason);
    return !same && turn(new Target.Held(reason, deadline, new CompletableFuture<>()));
  }

  /// Has callers fail.
  public boolean refuse(Fault fault, String reason) {
    return turn(new Target.Absent(fault, reason));
  }

  /// Has callers fail because there is no such plugin.
  public boolean lose() {
    return refuse(MISSING.fault(), MISSING.reason());
  }

  /// Leads to where another port leads.
  public boolean follow(Port other) {
    return switch (other.target) {
      case Target.Serving(Served served) -> serve(served);
      case Target.Held held -> hold(held.reason(), held.deadline());
      case Target.Absent(Fault fault, String reason) -> refuse(fault, reason);
    };
  }

  /// Whether it leads to an object, or will in a moment.
  public boolean isOpen() {
    return !(target instanceof Target.Absent);
  }

  /// Whether callers fail because there is no such plugin.
  public boolean isMissing() {
    return target instanceof Target.Absent absent && absent.fault() == Fault.NOT_IMPLEMENTED;
  }

  Target target() {
    return target;
  }

  private boolean turn(Target next) {
    Target before = target;
    if (next.equals(before)) {
      return false;
    }
    target = next;
    if (before instanceof Target.Held held) {
      held.over().complete(null);
    }
    return true;
  }
}
