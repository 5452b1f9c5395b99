package dev.gantry.registry.life;

import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.registry.graph.Graph;
import dev.gantry.registry.graph.Graph.Loop;
import dev.gantry.registry.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Keeps all plugins in an order in which required ones come first, and refuses whoever makes that
/// impossible.
final class Order {
  private final Table table;
  private List<Slot> slots = List.of();

  Order(Table table) {
    this.table = table;
  }

  /// All plugins; those that cannot be made now come first.
  List<Slot> slots() {
    if (table.disordered) {
      table.disordered = false;
      slots = arrange();
    }
    return slots;
  }

  private List<Slot> arrange() {
    table.slots().stream()
        .flatMap(slot -> slot.contenders.stream())
        .filter(c -> c.trouble != null && c.trouble.kind() == Trouble.Kind.LOOP)
        .forEach(contender -> contender.trouble = null);
    Graph graph = Graph.of(nodes());
    while (graph.loop().isPresent()) {
      refuse(graph.loop().get());
      graph = Graph.of(nodes());
    }
    Map<String, Slot> outside = new HashMap<>();
    table.slots().forEach(slot -> outside.put(slot.uri, slot));
    List<Slot> inside = new ArrayList<>();
    for (Node node : graph.order()) {
      inside.add(Objects.requireNonNull(outside.remove(node.uri())));
    }
    List<Slot> all = new ArrayList<>(outside.values());
    all.addAll(inside);
    all.forEach(slot -> slot.due = true);
    link(all);
    return all;
  }

  private void link(List<Slot> all) {
    all.forEach(slot -> slot.dependants.clear());
    for (Slot slot : all) {
      slot.required.clear();
      for (Contender contender : slot.contenders) {
        contender
            .requires()
            .forEach(wanted -> slot.required.put(wanted, table.matching(slot, wanted)));
      }
      slot.required
          .values()
          .forEach(matching -> matching.forEach(required -> required.dependants.add(slot)));
    }
  }

  private List<Node> nodes() {
    return table.slots().stream()
        .filter(slot -> !slot.disabled && slot.contenders.stream().anyMatch(Order::counts))
        .map(Order::node)
        .toList();
  }

  private static Node node(Slot slot) {
    List<Requirement> requires =
        slot.contenders.stream()
            .filter(Order::counts)
            .flatMap(contender -> contender.requires().stream())
            .distinct()
            .toList();
    long guilt = slot.live == null ? Long.MAX_VALUE / 2 + slot.age : slot.age;
    return new Node(slot.type, slot.id, slot.age, guilt, requires);
  }

  private static boolean counts(Contender contender) {
    return contender.trouble == null || contender.trouble.kind() == Trouble.Kind.INIT;
  }

  private void refuse(Loop loop) {
    Slot guilty = Objects.requireNonNull(table.slot(loop.guilty().uri()));
    Slot next = Objects.requireNonNull(table.slot(loop.next().uri()));
    String reason = "it requires itself in a loop: " + loop.text();
    guilty.contenders.stream()
        .filter(Order::counts)
        .filter(contender -> leadsTo(contender, guilty, next))
        .forEach(
            contender ->
                contender.trouble =
                    new Trouble(Trouble.Kind.LOOP, State.FAILED, reason, List.of()));
  }

  private boolean leadsTo(Contender contender, Slot self, Slot next) {
    return contender.requires().stream()
        .anyMatch(wanted -> table.matching(self, wanted).contains(next));
  }
}
