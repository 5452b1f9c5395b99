package dev.gantry.ttrpc;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The messages of one call that wait until its listener asks for them, and its end, which happens
/// once, whichever way is the first. Everything here and everything of the listener runs on the
/// call's executor, one after the other; the methods only hand it over.
final class Inbox {
  private final Executor executor;
  private final Link link;
  private final Consumer<ByteString> listener;
  // Of the executor.
  private final Queue<ByteString> waiting = new ArrayDeque<>();
  private int asked;
  private boolean over;
  private @Nullable Runnable end;

  /// @param executor runs one task at a time, in order
  Inbox(Executor executor, Link link, Consumer<ByteString> listener) {
    this.executor = executor;
    this.link = link;
    this.listener = listener;
  }

  void put(ByteString message) {
    link.hold(message.size());
    executor.execute(
        () -> {
          waiting.add(message);
          deliver();
        });
  }

  void ask(int messages) {
    executor.execute(
        () -> {
          asked = (int) Math.min((long) asked + messages, Integer.MAX_VALUE);
          deliver();
        });
  }

  /// Runs something once every message was delivered.
  void endWith(Runnable last) {
    executor.execute(
        () -> {
          end = last;
          deliver();
        });
  }

  /// Runs something now, and delivers nothing after it.
  void breakWith(Runnable last) {
    executor.execute(
        () -> {
          if (!over) {
            over = true;
            last.run();
          }
          drop();
        });
  }

  private void deliver() {
    if (over) {
      drop();
      return;
    }
    while (asked > 0 && !waiting.isEmpty()) {
      asked--;
      ByteString message = waiting.remove();
      link.release(message.size());
      listener.accept(message);
    }
    if (end != null && waiting.isEmpty()) {
      over = true;
      end.run();
    }
  }

  private void drop() {
    waiting.forEach(message -> link.release(message.size()));
    waiting.clear();
  }
}
