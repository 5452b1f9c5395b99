package dev.gantry.metadata.ledger;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.events.Event;
import dev.gantry.api.events.Exchange;
import dev.gantry.api.plugin.Handle;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/// Tells events to whatever exchange is there. The change is made already, so an event that cannot
/// be told is logged and fails nobody.
public final class Announcer {
  private static final Logger LOG = System.getLogger(Announcer.class.getName());

  private final Handle<Exchange> exchange;

  public Announcer(Handle<Exchange> exchange) {
    this.exchange = exchange;
  }

  void announce(String namespace, List<Event> events) {
    for (Event event : events) {
      try {
        exchange.run(to -> to.publish(namespace, event));
      } catch (GantryException e) {
        LOG.log(
            Level.WARNING,
            "event is lost namespace={0} topic={1} reason=\"{2}\"",
            namespace,
            event.topic(),
            e.getMessage());
      }
    }
  }
}
