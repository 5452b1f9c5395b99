package dev.gantry.grpc.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Gathers the entries of a streamed list into messages of a hundred.
///
/// @param <T> an entry
public final class Blocks<T> implements Consumer<T> {
  private static final int SIZE = 100;

  private final Consumer<List<T>> sender;
  private final List<T> block = new ArrayList<>(SIZE);

  public Blocks(Consumer<List<T>> sender) {
    this.sender = sender;
  }

  @Override
  public void accept(T entry) {
    block.add(entry);
    if (block.size() == SIZE) {
      flush();
    }
  }

  /// Sends what is left; nothing when nothing is.
  public void flush() {
    if (!block.isEmpty()) {
      sender.accept(List.copyOf(block));
      block.clear();
    }
  }
}
