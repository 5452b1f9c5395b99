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
  /// The kinds of records.
  public static final String BLOB = "blob";

  public static final String CONTAINER = "container";
  public static final String IMAGE = "image";
  public static final String INGEST = "ingest";
  public static final String LEASE = "lease";
  public static final String SNAPSHOT = "snapshot";

  /// The kind of what a lease lists.
  public static final String LEASED = "leased";

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

  static Key key(String namespace, String kind, String... names) {
    String[] path = new String[2 + names.length];
    path[0] = namespace;
    path[1] = kind;
    System.arraycopy(names, 0, path, 2, names.length);
    return IN.child(path);
  }

  /// The kind of a key in a namespace.
  public static String kind(Key key) {
    return key.name(3);
  }

  public static Key leased(String namespace, String lease) {
    return key(namespace, LEASED, lease);
  }

  public static Key children(String namespace, String snapshotter, String parent) {
    return key(namespace, "child", snapshotter, parent);
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
