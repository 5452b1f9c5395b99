package dev.gantry.registry.life;

import dev.gantry.api.plugin.Requirement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A candidate and what became of it. Owned by the registry's thread.
final class Contender {
  final Slot slot;
  private Candidate candidate;

  /// Less came first. Another version of the same bundle takes the seniority over.
  long seniority;

  /// Null until it was fetched and asked.
  @Nullable Declaration declaration;

  boolean asked;
  @Nullable Trouble trouble;
  boolean gone;

  /// Instances of it that are not closed yet.
  int open;

  /// Complete when it is gone and nothing of it is in use.
  final CompletableFuture<Void> ended = new CompletableFuture<>();

  Contender(Slot slot, Candidate candidate) {
    this.slot = slot;
    this.candidate = candidate;
    this.seniority = candidate.serviceId();
  }

  Candidate candidate() {
    return candidate;
  }

  void rank(int ranking) {
    candidate = candidate.ranked(ranking);
  }

  /// Takes over the seniority of another version of the same bundle.
  void follow(Contender other) {
    if (candidate.isKinOf(other.candidate) && candidate.ranking() == other.candidate.ranking()) {
      seniority = Math.min(seniority, other.seniority);
    }
  }

  List<Requirement> requires() {
    return declaration == null ? List.of() : declaration.requires();
  }

  boolean exclusive() {
    return declaration != null && declaration.exclusive();
  }
}
