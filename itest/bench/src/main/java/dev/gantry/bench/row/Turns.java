package dev.gantry.bench.row;

import java.io.IOException;
import java.util.List;

/// Takes samples in turn, so that what else the machine does meets all alike.
public final class Turns {
  private Turns() {}

  /// One sample of one contender.
  public interface Turn {
    /// @param round counts from 0
    void take(int round) throws IOException;
  }

  /// Rounds of all turns; each round begins with another one.
  public static void take(int rounds, List<Turn> turns) throws IOException {
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < turns.size(); i++) {
        turns.get((round + i) % turns.size()).take(round);
      }
    }
  }
}
