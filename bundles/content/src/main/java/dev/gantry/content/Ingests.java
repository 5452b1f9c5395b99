package dev.gantry.content;

import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.linux.Directory;
import dev.gantry.linux.Entry;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The directories of the ingests. Who may work on a ref is decided elsewhere.
final class Ingests {
  private static final System.Logger LOG = System.getLogger(Ingests.class.getName());
  private static final int DIRECTORY_MODE = 0777;

  private final ContentLayout layout;
  // Said once, as lists are asked for often.
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  Ingests(ContentLayout layout) {
    this.layout = layout;
  }

  Optional<IngestStatus> find(String ref) {
    try (Directory ingests = open()) {
      return status(ingests, ContentLayout.ingestName(ref));
    }
  }

  private static Optional<IngestStatus> status(Directory ingests, String name) {
    return IngestFiles.find(ingests, name)
        .flatMap(
            files -> {
              try (files) {
                return files.status();
              }
            });
  }

  /// All ingests, without what is torn or foreign.
  List<IngestStatus> all() {
    try (Directory ingests = open()) {
      var found = new ArrayList<IngestStatus>();
      ingests.list().stream()
          .sorted()
          .map(Object::toString)
          .forEach(
              name ->
                  status(ingests, name).ifPresentOrElse(found::add, () -> report(ingests, name)));
      return found;
    }
  }

  private void report(Directory ingests, String name) {
    if (ingests.entry(name).find().isPresent() && reported.add(name)) {
      LOG.log(
          Level.WARNING,
          "ingest ignored path=\"{0}/{1}\" reason=\"it has no ref of this name\"",
          ingests,
          name);
    }
  }

  /// Opens the ingest of this ref as far as it is, or begins it.
  IngestFiles open(Ingest wanted, Instant now) {
    try (Directory ingests = open()) {
      String name = ContentLayout.ingestName(wanted.ref());
      IngestFiles files = IngestFiles.find(ingests, name).orElseGet(() -> make(ingests, name));
      boolean fresh = !files.goesOn(wanted.total());
      boolean opened = false;
      try {
        files.prepare(wanted, fresh, now);
        opened = true;
        return files;
      } finally {
        if (!opened) {
          files.close();
        }
        if (!opened && fresh) {
          ingests.entry(name).removeTree();
        }
      }
    }
  }

  private static IngestFiles make(Directory ingests, String name) {
    Entry entry = ingests.entry(name);
    // Nothing but a directory of our own may stand in the way.
    entry.removeTree();
    entry.makeDirectory(DIRECTORY_MODE);
    return IngestFiles.find(ingests, name).orElseThrow();
  }

  /// Forgets an ingest, torn ones as well; NOT_FOUND when there is none.
  void remove(String ref) {
    String name = ContentLayout.ingestName(ref);
    try (Directory ingests = open();
        IngestFiles files = IngestFiles.find(ingests, name).orElseThrow(() -> missing(ref))) {
      files.remove();
      ingests.entry(name).removeDirectory();
    }
  }

  static GantryException missing(String ref) {
    return Fault.NOT_FOUND.because("ingest of ref \"" + ref + "\"");
  }

  private Directory open() {
    return Directory.open(layout.ingests());
  }
}
