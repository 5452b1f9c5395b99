package dev.gantry.metadata.ledger;

import dev.gantry.api.types.Digest;
import dev.gantry.store.Key;

/// Where everything lies in the store:
///
/// ```
/// v1 / namespace / NS                                  a namespace
/// v1 / number                                          the next number for backend keys
/// v1 / in / NS / blob, image, container, lease / NAME  their records
/// v1 / in / NS / ingest / REF
/// v1 / in / NS / snapshot / SNAPSHOTTER / KEY
/// v1 / in / NS / child / SNAPSHOTTER / PARENT / KEY    who has which parent; empty
/// v1 / in / NS / leased / LEASE / KIND / NAME...       what a lease keeps; empty
/// v1 / sharing / DIGEST / NS / REF                     ingests that share a blob; empty
/// v1 / backend / SNAPSHOTTER / ANCHOR / NS / KEY       whose a backend snapshot is; empty
/// ```
public final class Layout {
  /// What a lease can keep, as the third name of its entries; in the order they are listed.
  public static final String CONTENT = "content";

  public static final String IMAGES = "images";
  public static final String INGESTS = "ingests";
  public static final String SNAPSHOTS = "snapshots";

  public static final Key NAMESPACES = Key.of("v1", "namespace");

  static final Key NUMBER = Key.of("v1", "number");
  private static final Key IN = Key.of("v1", "in");
  private static final Key SHARING = Key.of("v1", "sharing");
  private static final Key BACKEND = Key.of("v1", "backend");

  private Layout() {}

  /// Above everything in a namespace.
  public static Key in(String namespace) {
    return IN.child(namespace);
  }

  public static Key leased(String namespace, String lease) {
    return IN.child(namespace, "leased", lease);
  }

  /// Whether this is an entry of a lease.
  public static boolean isLeased(Key key) {
    return key.size() > 4 && key.name(3).equals("leased");
  }

  public static Key children(String namespace, String snapshotter, String parent) {
    return IN.child(namespace, "child", snapshotter, parent);
  }

  public static Key sharing(Digest digest) {
    return SHARING.child(digest.toString());
  }

  public static Key backend(String snapshotter, String backendKey) {
    return BACKEND.child(snapshotter, anchor(backendKey));
  }

  /// What a backend key keeps through its life. `NS/NUMBER/KEY` is `NS/NUMBER`, so that a snapshot
  /// stays known by its number when its commit was cut off between backend and store. Any other key
  /// is itself.
  public static String anchor(String backendKey) {
    int first = backendKey.indexOf('/');
    int second = backendKey.indexOf('/', first + 1);
    boolean numbered =
        first > 0
            && second > first + 1
            && backendKey.substring(first + 1, second).chars().allMatch(Character::isDigit);
    return numbered ? backendKey.substring(0, second) : backendKey;
  }
}
