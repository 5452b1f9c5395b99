package dev.gantry.shell.command;

import dev.gantry.api.metrics.CallCount;
import dev.gantry.api.metrics.CallCounts;
import dev.gantry.api.plugin.ServiceOffer;

/// The calls of clients by service and method.
final class CallTable {
  private CallTable() {}

  static Table of(CallCounts counts) {
    Table table =
        new Table("METHOD", "CALLS", "RUNNING", "FAILED", "LEFT", "TOTAL", "LAST", "LONGEST");
    counts.calls().forEach(count -> add(table, count));
    return table;
  }

  private static void add(Table table, CallCount count) {
    String channel = count.channel() == ServiceOffer.Channel.GRPC ? "" : count.channel() + ":";
    table.add(
        channel + count.method(),
        count.calls(),
        count.running(),
        count.failed(),
        count.left(),
        Texts.millis(count.total()),
        Texts.millis(count.last()),
        Texts.millis(count.longest()));
  }
}
