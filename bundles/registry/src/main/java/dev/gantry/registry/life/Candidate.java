package dev.gantry.registry.life;

import dev.gantry.api.plugin.Registration;
import org.jspecify.annotations.Nullable;

/// A registration that was announced. Nothing of it is fetched before it is needed.
///
/// @param ranking of those with the same URI the highest is in charge
/// @param serviceId less is older
/// @param family symbolic name of the bundle
/// @param bundle symbolic name, version and number
public record Candidate(
    String type,
    String id,
    int ranking,
    long serviceId,
    long bundleId,
    String family,
    String bundle,
    Source source) {
  Candidate ranked(int newRanking) {
    return new Candidate(type, id, newRanking, serviceId, bundleId, family, bundle, source);
  }

  /// Whether it comes from another bundle of the same name, as a new version beside an old one
  /// does.
  boolean isKinOf(Candidate other) {
    return family.equals(other.family) && bundleId != other.bundleId;
  }

  /// Where the registration comes from. Called on threads that the registry can spare.
  public interface Source {
    /// Null when it went meanwhile.
    @Nullable Registration fetch();

    /// It is no longer needed.
    void release();
  }
}
