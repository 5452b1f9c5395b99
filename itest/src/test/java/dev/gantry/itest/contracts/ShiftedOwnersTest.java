package dev.gantry.itest.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.call.Call;
import dev.gantry.api.diff.Compare;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.types.Mount;
import dev.gantry.itest.daemon.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Snapshots for containers with a user namespace, on this kernel.
class ShiftedOwnersTest {
  private static final Path SHIFTED =
      Path.of(System.getProperty("gantry.checkout")).resolve("itest/shifted");

  @TempDir private Path folder;

  @Test
  void whatRootOwnsBelongsToWhomTheLabelsName() throws IOException {
    Path target = Files.createDirectory(folder.resolve("target"));
    try (Remote remote = Remote.start(folder, "")) {
      Call call = remote.leased(Call.DAEMON.in("shifted"));
      Snapshotter snapshots = remote.stores("overlayfs").snapshots();
      List<Mount> layer = snapshots.prepare(call, "draft", "", Map.of());
      Files.writeString(Path.of(layer.getFirst().source(), "file"), "of root");
      snapshots.commit(call, "layer", "draft", "", Map.of());
      Map<String, String> labels =
          Map.of(
              "containerd.io/snapshot/uidmapping", "0:1000:10",
              "containerd.io/snapshot/gidmapping", "0:2000:10");

      Mount mount = snapshots.prepare(call, "run", "layer", labels).getFirst();
      String seen =
          Command.of(60, SHIFTED.toString(), String.join(",", mount.options()), target.toString())
              .and("sh", "-c", "stat -c '%n %u %g' . file && echo more >>file && cat file")
              .run()
              .out();

      assertEquals(". 1000 2000\nfile 1000 2000\nof rootmore\n", seen);
      GantryException refused =
          assertThrows(
              GantryException.class,
              () -> remote.differ().compare(call, List.of(), List.of(mount), Compare.PLAIN));
      assertEquals(Fault.NOT_IMPLEMENTED, refused.fault(), refused::getMessage);
    }
  }
}
