package dev.gantry.metadata.gc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The order in which snapshots can be removed.
final class ChildrenFirst {
  private ChildrenFirst() {}

  /// The keys of a map from child to parent, every child before its parent. Parents that are no
  /// keys are passed over.
  static List<String> order(Map<String, String> parents) {
    Map<String, Integer> children = new HashMap<>();
    parents.values().forEach(parent -> children.merge(parent, 1, Integer::sum));
    Deque<String> free = new ArrayDeque<>();
    parents.keySet().stream().filter(key -> !children.containsKey(key)).forEach(free::add);
    List<String> order = new ArrayList<>(parents.size());
    while (!free.isEmpty()) {
      String key = free.remove();
      order.add(key);
      String parent = parents.getOrDefault(key, "");
      if (children.merge(parent, -1, Integer::sum) == 0 && parents.containsKey(parent)) {
        free.add(parent);
      }
    }
    return order;
  }
}
