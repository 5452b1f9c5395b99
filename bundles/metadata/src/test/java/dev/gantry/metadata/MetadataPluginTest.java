package dev.gantry.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataPluginTest {
  @TempDir Path directory;

  private final MetadataPlugin plugin = new MetadataPlugin();

  @Test
  void defaultsAreThoseOfTheReference() {
    assertEquals(Optional.of(new MetadataConfig("shared", false)), plugin.defaults());
  }

  @Test
  void ownsItsDirectoryAndSaysWhatItNeeds() {
    assertTrue(plugin.exclusive());
    assertEquals(
        List.of(
            Requirement.once(PluginTypes.CONTENT),
            Requirement.handle(PluginTypes.EVENT),
            Requirement.set(PluginTypes.SNAPSHOTTER)),
        plugin.requires());
  }

  @Test
  void initOpensTheDatabaseAndTellsOfIt() {
    try (House house = new House(directory.resolve("house"))) {
      PlainContext context = context(house, new MetadataConfig("isolated", true));

      try (StoredMetadata db = (StoredMetadata) plugin.init(context)) {
        db.leases().create(House.CALL, "l", Map.of());
        db.snapshotters().named("memory").prepare(House.CALL, "a", "", Map.of());
      }

      assertEquals("isolated", context.exports().get("policy"));
      assertEquals(directory.resolve("root").toString(), context.exports().get("path"));
      assertEquals(1, house.backend.keys().size());
      assertEquals(1, house.events.events().size());
    }
  }

  // A store that waits for the disk makes room ahead in its log, one that does not has no use for
  // it.
  @ParameterizedTest
  @CsvSource({"false, true", "true, false"})
  void noSyncReachesTheStore(boolean noSync, boolean room) throws IOException {
    try (House house = new House(directory.resolve("house"))) {
      PlainContext context = context(house, new MetadataConfig("shared", noSync));

      try (StoredMetadata db = (StoredMetadata) plugin.init(context)) {
        db.leases().create(House.CALL, "l", Map.of());
      }

      long size = Files.size(directory.resolve("root").resolve("log-0000000000000000"));
      assertEquals(room, size > 100_000, size + " bytes");
    }
  }

  @Test
  void unknownPolicyIsRefused() {
    try (House house = new House(directory.resolve("house"))) {
      Faults.assertFault(
          Fault.INVALID_ARGUMENT,
          () -> plugin.init(context(house, new MetadataConfig("open", false))));
    }
  }

  private PlainContext context(House house, MetadataConfig config) {
    return new PlainContext(
        directory.resolve("root"),
        config,
        Map.of(
            PluginTypes.CONTENT,
            house.bytes,
            PluginTypes.EVENT,
            house.events,
            PluginTypes.SNAPSHOTTER,
            house.backend));
  }
}
