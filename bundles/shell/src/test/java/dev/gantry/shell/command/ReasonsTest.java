package dev.gantry.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.shell.picture.PluginGraph;
import dev.gantry.shell.picture.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  private static final PluginStatus CONTENT =
      Samples.plugin("content", "content", State.FAILED, "the disk is read-only");
  private static final PluginStatus METADATA =
      Samples.plugin(
          "metadata",
          "mapdb",
          State.WAITING,
          "for content",
          Requirement.once(Samples.type("content")),
          Requirement.once(Samples.type("event")));
  private static final PluginStatus IMAGES =
      Samples.plugin(
          "service",
          "images",
          State.WAITING,
          "for metadata",
          Requirement.handle(Samples.type("metadata")));
  private static final PluginStatus READY = Samples.plugin("gc", "content", State.READY, "");
  private static final List<PluginStatus> ALL = List.of(CONTENT, METADATA, IMAGES, READY);

  @Test
  void reasonsLeadDownToTheCause() {
    String reasons = new Reasons(new PluginGraph(ALL)).of(IMAGES);

    assertEquals(
        """
        io.containerd.service.v1.images is WAITING: for metadata
          io.containerd.metadata.v1.mapdb is WAITING: for content
            io.containerd.content.v1.content is FAILED: the disk is read-only
            io.containerd.event.v1 is not there\
        """,
        reasons);
  }

  @Test
  void aReadyOneNeedsNoReason() {
    String reasons = new Reasons(new PluginGraph(ALL)).of(READY);

    assertEquals("io.containerd.gc.v1.content is READY", reasons);
  }

  @Test
  void theEndOfANameIsEnoughWhenOneHasIt() {
    assertEquals(METADATA.uri(), Names.whole(ALL, "mapdb"));
    assertEquals(METADATA.uri(), Names.whole(ALL, "io.containerd.metadata.v1.bolt"));
    assertEquals("nobody", Names.whole(ALL, "nobody"));
    GantryException several =
        assertThrows(GantryException.class, () -> Names.whole(ALL, "content"));
    assertTrue(several.getMessage().contains(READY.uri()), several.getMessage());
  }
}
