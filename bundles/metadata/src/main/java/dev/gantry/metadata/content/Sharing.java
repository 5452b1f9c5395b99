package dev.gantry.metadata.content;

import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.Digest;
import dev.gantry.metadata.ledger.Layout;
import dev.gantry.metadata.ledger.Table;
import dev.gantry.metadata.record.NamespaceRecord;
import dev.gantry.store.Entry;
import dev.gantry.store.Reader;
import java.util.Locale;

/// Whether a namespace may take over a blob that is there for another, or must write it again. The
/// bytes are kept once either way.
public enum Sharing {
  /// Every blob may be taken over.
  SHARED,
  /// Only blobs of namespaces that are labelled as shareable.
  ISOLATED;

  private static final String SHAREABLE = "containerd.io/namespace.shareable";

  /// Reads the policy from the configuration.
  ///
  /// @throws dev.gantry.api.errors.GantryException INVALID_ARGUMENT when it is none
  public static Sharing parse(String policy) {
    for (Sharing sharing : values()) {
      if (sharing.text().equals(policy)) {
        return sharing;
      }
    }
    throw Fault.INVALID_ARGUMENT.because(
        "content_sharing_policy \"" + policy + "\" is neither shared nor isolated");
  }

  /// As the configuration names it.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean allows(Reader in, Digest digest) {
    return switch (this) {
      case SHARED -> true;
      case ISOLATED -> isShareable(in, digest);
    };
  }

  private static boolean isShareable(Reader in, Digest digest) {
    for (Entry entry : in.scan(Layout.NAMESPACES)) {
      NamespaceRecord record = Table.read(entry.key(), entry.value(), NamespaceRecord::of);
      String namespace = entry.key().name(2);
      if ("true".equals(record.labels().get(SHAREABLE))
          && in.contains(Table.BLOBS.key(namespace, digest.toString()))) {
        return true;
      }
    }
    return false;
  }
}
