package dev.gantry.deploy;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.deploy.jar.JarReader;
import dev.gantry.deploy.jar.PluginJar;
import dev.gantry.deploy.jar.RefusedException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes jars in, tries them, and lets them go. Used by one thread at a time.
final class Deployer {
  private static final System.Logger LOG = System.getLogger("dev.gantry.deploy");

  private final PluginFolder folder;
  private final Shelf shelf;
  private final Units units;
  private final Supplier<List<PluginStatus>> statuses;
  private final Map<String, Deployment> deployments = new TreeMap<>();

  /// @param statuses of all plugins; empty before the first pass is complete
  Deployer(PluginFolder folder, Shelf shelf, Units units, Supplier<List<PluginStatus>> statuses) {
    this.folder = folder;
    this.shelf = shelf;
    this.units = units;
    this.statuses = statuses;
  }

  /// Whether something is on trial whose end is near.
  boolean isTrying() {
    return deployments.values().stream()
        .anyMatch(each -> each.trial != null && each.trial.isYoung(System.nanoTime()));
  }

  /// Whether the first pass is.
  boolean isComplete() {
    return !statuses.get().isEmpty();
  }

  /// A line a jar.
  List<String> lines() {
    return deployments.values().stream().map(Deployment::line).toList();
  }

  /// Whether a file is there as it was when it was last looked at.
  boolean isKnown(String file, Stamp stamp) {
    Deployment known = deployments.get(file);
    return known != null && stamp.equals(known.stamp);
  }

  Set<String> files() {
    return Set.copyOf(deployments.keySet());
  }

  /// A file is new, or another.
  void come(String file, Stamp stamp) {
    Deployment deployment = deployments.computeIfAbsent(file, Deployment::new);
    deployment.stamp = stamp;
    try {
      Shelf.Copy copy = shelf.take(file, folder.open(file));
      Unit newest = deployment.newest();
      if (newest != null && newest.copy().digest().equals(copy.digest())) {
        deployment.trouble = "";
      } else {
        take(deployment, copy);
      }
    } catch (IOException e) {
      refuse(deployment, "it cannot be read: " + e);
    } catch (RefusedException e) {
      refuse(deployment, e.reason());
    }
  }

  private void take(Deployment deployment, Shelf.Copy copy) throws IOException {
    try {
      Optional<String> refusal = shelf.refusal(deployment.file, copy.digest());
      if (refusal.isPresent() && deployment.serving == null) {
        throw new RefusedException(refusal.get());
      }
      PluginJar jar = JarReader.read(copy.file());
      checkName(deployment, jar);
      begin(deployment, units.start(deployment.file, jar, copy));
    } catch (RefusedException e) {
      shelf.discard(copy);
      refuse(deployment, e.reason());
    }
  }

  /// Two files of one bundle would leave open which of them is meant.
  private void checkName(Deployment deployment, PluginJar jar) throws RefusedException {
    for (Deployment other : deployments.values()) {
      Unit unit = other.newest();
      if (other != deployment
          && unit != null
          && unit.jar().name().equals(jar.name())
          && unit.jar().version().compareTo(jar.version()) >= 0) {
        throw new RefusedException(
            "it is bundle " + jar + ", and " + other.file + " is " + unit.jar() + " already");
      }
    }
  }

  private void begin(Deployment deployment, Unit unit) {
    if (deployment.trial != null) {
      units.endLater(deployment.trial.unit());
    }
    Unit before = deployment.serving;
    Set<String> ready = before == null ? Set.of() : Trial.ready(before, statuses.get());
    if (before != null && !takesOver(unit, before)) {
      units.end(before);
      deployment.serving = null;
    }
    deployment.trial = new Trial(unit, deployment.serving, ready, System.nanoTime());
    deployment.trouble = "";
  }

  /// Whether the registry puts a bundle in charge of what another serves while that is there.
  private static boolean takesOver(Unit unit, Unit before) {
    Map<String, Integer> old = Units.rankings(before);
    return unit.jar().name().equals(before.jar().name())
        && Units.rankings(unit).entrySet().stream()
            .allMatch(e -> e.getValue() >= old.getOrDefault(e.getKey(), Integer.MIN_VALUE));
  }

  /// Leaves everything as it is, and says why.
  private void refuse(Deployment deployment, String reason) {
    boolean told = deployment.trouble.equals(reason);
    deployment.trouble = reason;
    if (deployment.newest() == null) {
      restore(deployment);
    }
    Unit unit = deployment.newest();
    if (!told) {
      LOG.log(
          Level.WARNING,
          "jar={0} refused: {1}{2}",
          deployment.file,
          reason,
          unit == null ? "" : "; " + unit.tag() + " stays deployed");
    }
  }

  /// Brings the last good copy back.
  private void restore(Deployment deployment) {
    try {
      Optional<Shelf.Copy> good = shelf.good(deployment.file);
      if (good.isPresent()) {
        PluginJar jar = JarReader.read(good.get().file());
        deployment.serving = units.start(deployment.file, jar, good.get());
      }
    } catch (IOException | RefusedException e) {
      LOG.log(Level.WARNING, "jar={0} last good copy is lost: {1}", deployment.file, e);
    }
  }

  /// A file is gone.
  void go(String file) {
    Deployment deployment = deployments.remove(file);
    if (deployment == null) {
      return;
    }
    if (deployment.trial != null) {
      units.endLater(deployment.trial.unit());
    }
    if (deployment.serving != null) {
      units.endLater(deployment.serving);
    }
    forget(file);
    Unit newest = deployment.newest();
    LOG.log(Level.INFO, "jar={0} gone{1}", file, newest == null ? "" : " bundle=" + newest.tag());
    // What was refused for the sake of this one has another chance.
    deployments.values().stream()
        .filter(other -> !other.trouble.isEmpty())
        .forEach(other -> other.stamp = null);
  }

  private void forget(String file) {
    try {
      shelf.drop(file);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "jar={0} copies are left: {1}", file, e);
    }
  }

  /// Looks at what is on trial.
  void judge() {
    List<PluginStatus> now = statuses.get();
    for (Deployment deployment : deployments.values()) {
      if (deployment.trial != null && !now.isEmpty()) {
        judge(deployment, deployment.trial, now);
      }
    }
  }

  private void judge(Deployment deployment, Trial trial, List<PluginStatus> now) {
    switch (trial.judge(now, System.nanoTime())) {
      case Trial.Verdict.Open(String reason) -> deployment.trouble = reason;
      case Trial.Verdict.Passed _ -> pass(deployment, trial);
      case Trial.Verdict.Failed(String reason) -> fail(deployment, trial, reason);
    }
  }

  private void pass(Deployment deployment, Trial trial) {
    settle(deployment, trial.unit(), "");
    if (trial.before() != null) {
      units.endLater(trial.before());
    }
    try {
      shelf.keep(deployment.file, trial.unit().copy());
    } catch (IOException e) {
      LOG.log(Level.WARNING, "jar={0} no copy is kept: {1}", deployment.file, e);
    }
    LOG.log(
        Level.INFO,
        "jar={0} deployed bundle={1} plugins={2}",
        deployment.file,
        trial.unit().tag(),
        trial.unit().jar().plugins());
  }

  private void fail(Deployment deployment, Trial trial, String reason) {
    settle(deployment, trial.before(), reason);
    try {
      Optional<Shelf.Copy> good = shelf.good(deployment.file);
      String digest = trial.unit().copy().digest();
      if (trial.before() == null && good.filter(c -> !c.digest().equals(digest)).isEmpty()) {
        settle(deployment, trial.unit(), reason); // Nothing better is there.
        LOG.log(Level.WARNING, "jar={0} deployed, but {1}", deployment.file, reason);
        return;
      }
      shelf.refuse(deployment.file, digest, reason);
      shelf.discard(trial.unit().copy());
    } catch (IOException e) {
      LOG.log(Level.WARNING, "jar={0} its failure is not kept: {1}", deployment.file, e);
    }
    units.end(trial.unit());
    if (trial.before() == null) {
      restore(deployment);
    }
    LOG.log(
        Level.WARNING,
        "jar={0} refused: {1}; {2} is back",
        deployment.file,
        reason,
        deployment.serving == null ? "nothing" : deployment.serving.tag());
  }

  private static void settle(Deployment deployment, @Nullable Unit serving, String trouble) {
    deployment.trial = null;
    deployment.serving = serving;
    deployment.trouble = trouble;
  }
}
