package dev.gantry.store.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Commits in their order, and whose turn it is to bring them to the disk. While one thread leads,
/// the others gather behind it; when it is done, the first of these leads. For any number of
/// threads.
final class CommitQueue {
  /// A group above this size takes no further commit, so that its frame stays small.
  private static final int GROUP_BYTES = 16 << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Commit> commits = new ArrayDeque<>();
  private boolean led;

  /// Adds the commit, and gives its thread the turn if nobody leads.
  void add(Commit commit) {
    lock.lock();
    try {
      commits.add(commit);
      if (!led) {
        led = true;
        commit.turn().complete(null);
      }
    } finally {
      lock.unlock();
    }
  }

  /// The next commits, for the thread that leads.
  List<Commit> takeGroup() {
    lock.lock();
    try {
      List<Commit> group = new ArrayList<>(commits.size());
      for (long bytes = 0; !commits.isEmpty() && bytes < GROUP_BYTES; ) {
        Commit commit = commits.remove();
        bytes += commit.changes().size();
        group.add(commit);
      }
      return group;
    } finally {
      lock.unlock();
    }
  }

  /// All there are, for the thread that leads.
  List<Commit> takeAll() {
    lock.lock();
    try {
      List<Commit> all = List.copyOf(commits);
      commits.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }

  /// Ends the lead and gives the turn to the first that waits.
  void passOn() {
    lock.lock();
    try {
      Commit first = commits.peek();
      if (first == null) {
        led = false;
      } else {
        first.turn().complete(null);
      }
    } finally {
      lock.unlock();
    }
  }
}
