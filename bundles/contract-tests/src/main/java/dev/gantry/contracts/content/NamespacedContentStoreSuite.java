package dev.gantry.contracts.content;

import dev.gantry.api.content.ContentStore;
import dev.gantry.contracts.Stores;

/// What a content store of many namespaces must do besides: keep labels, keep namespaces apart, add
/// to leases, and share blobs.
public abstract class NamespacedContentStoreSuite extends ContentStoreSuite
    implements LabelRules, NamespaceRules, LeaseRules, SharingRules {
  /// The stores under test: the same ones throughout a test.
  @Override
  public abstract Stores stores();

  @Override
  public final ContentStore content() {
    return stores().content();
  }

  /// Whether a blob of one namespace may be taken over by another that names its digest. False for
  /// a store whose policy keeps namespaces isolated.
  @Override
  public boolean shares() {
    return true;
  }
}
