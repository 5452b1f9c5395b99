package dev.gantry.metadata.content;

import dev.gantry.api.content.ContentStore;
import dev.gantry.api.types.Digest;
import dev.gantry.metadata.ledger.Holds;
import dev.gantry.metadata.ledger.Ledger;
import dev.gantry.metadata.ledger.Leftovers;
import dev.gantry.metadata.ledger.Numbers;
import java.time.InstantSource;

/// What the content of namespaces is made from.
///
/// @param backend keeps the bytes and knows no namespaces
/// @param holds shared with the collection: a blob is held by its digest
public record ContentParts(
    Ledger ledger,
    Numbers numbers,
    Holds holds,
    Leftovers leftovers,
    ContentStore backend,
    Sharing sharing,
    InstantSource clock) {

  /// What a blob is held by, as long as it is brought in, taken over or removed.
  public static String hold(Digest digest) {
    return "content/" + digest;
  }
}
