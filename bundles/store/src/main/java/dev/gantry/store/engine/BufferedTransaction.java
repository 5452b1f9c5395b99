package dev.gantry.store.engine;

import dev.gantry.api.errors.Fault;
import dev.gantry.store.Key;
import dev.gantry.store.Transaction;
import dev.gantry.store.file.Changes;
import dev.gantry.store.tree.Editor;
import dev.gantry.store.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A transaction whose changes exist nowhere else until its body has returned.
final class BufferedTransaction implements Transaction, TreeReader {
  private final long thread = Thread.currentThread().threadId();
  private final State base;
  private final Editor editor;
  private final Changes changes = new Changes();
  private final List<Runnable> actions = new ArrayList<>();
  private boolean ended;

  BufferedTransaction(State base) {
    this.base = base;
    editor = new Editor(base.tree());
  }

  private void check() {
    if (ended || Thread.currentThread().threadId() != thread) {
      throw new IllegalStateException("a transaction belongs to its body and the body's thread");
    }
  }

  @Override
  public Tree tree() {
    check();
    return editor.tree();
  }

  // Straight from the editor: taking a tree would make the next change copy its path.
  @Override
  public Optional<byte[]> get(Key key) {
    check();
    byte[] value = editor.get(key);
    return value == null ? Optional.empty() : Optional.of(value.clone());
  }

  @Override
  public boolean contains(Key key) {
    check();
    return editor.get(key) != null;
  }

  @Override
  public void put(Key key, byte[] value) {
    check();
    if (key.equals(Key.of())) {
      throw Fault.INVALID_ARGUMENT.because("put with the key of no names");
    }
    checkRoom(value.length);
    changes.put(key, value);
    editor.put(key, value.clone());
  }

  @Override
  public boolean delete(Key key) {
    check();
    checkRoom(0);
    boolean there = editor.remove(key);
    if (there) {
      changes.delete(key);
    }
    return there;
  }

  @Override
  public long deleteAll(Key prefix) {
    check();
    checkRoom(0);
    long removed = editor.removeAll(prefix);
    if (removed > 0) {
      changes.deleteAll(prefix);
    }
    return removed;
  }

  private void checkRoom(int more) {
    if ((long) changes.size() + more > MAX_BYTES) {
      throw Fault.RESOURCE_EXHAUSTED.because(
          "transaction of more than " + MAX_BYTES + " bytes; write in several");
    }
  }

  @Override
  public void afterPublish(Runnable action) {
    check();
    actions.add(action);
  }

  /// Ends it.
  Commit end() {
    check();
    ended = true;
    State after = changes.size() == 0 ? base : new State(editor.tree(), base.transaction() + 1);
    return new Commit(changes, after, List.copyOf(actions));
  }

  /// Ends it without a trace.
  void drop() {
    ended = true;
  }
}
