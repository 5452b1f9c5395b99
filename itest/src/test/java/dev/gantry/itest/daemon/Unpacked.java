package dev.gantry.itest.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/// The one image that is unpacked in a namespace, read through a mounted view of its topmost
/// snapshot.
public final class Unpacked {
  private final Daemon daemon;
  private final Clients clients;
  private final String namespace;
  private final String snapshotter;

  public Unpacked(Daemon daemon, Clients clients, String namespace, String snapshotter) {
    this.daemon = daemon;
    this.clients = clients;
    this.namespace = namespace;
    this.snapshotter = snapshotter;
  }

  private Command snapshots(String... words) {
    return daemon
        .ctr("--namespace", namespace, "snapshots", "--snapshotter", snapshotter)
        .and(words);
  }

  /// The canonical listing of its tree.
  public List<String> tree() throws IOException {
    Path target = Files.createTempDirectory(daemon.folder(), "view");
    makeView();
    Command.of(60, "sh", "-c", snapshots("mounts", target.toString(), "seen").run().out()).run();
    try {
      return clients.tree(target).lines().toList();
    } finally {
      Command.of(60, "umount", target.toString()).run();
      snapshots("rm", "seen").run();
      Files.delete(target);
    }
  }

  /// A view that stays: before it has its label a collection may take it, as nothing keeps it.
  private void makeView() {
    for (int attempt = 0; attempt < 10; attempt++) {
      snapshots("view", "seen", top()).run();
      if (snapshots("label", "seen", "containerd.io/gc.root=yes").attempt().status() == 0) {
        return;
      }
    }
    throw new AssertionError("every view was collected before it could be labelled");
  }

  /// The committed snapshot that none stands on.
  private String top() {
    TreeSet<String> committed = new TreeSet<>();
    TreeSet<String> parents = new TreeSet<>();
    for (String line : snapshots("ls").run().out().lines().skip(1).toList()) {
      String[] words = line.strip().split("\\s+");
      if (words[words.length - 1].equals("Committed")) {
        committed.add(words[0]);
      }
      if (words.length == 3) {
        parents.add(words[1]);
      }
    }
    committed.removeAll(parents);
    if (committed.size() != 1) {
      throw new AssertionError("one image should be unpacked, topmost are " + committed);
    }
    return committed.first();
  }
}
