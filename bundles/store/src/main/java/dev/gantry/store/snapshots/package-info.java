/// The tree of keys that every local snapshotter keeps beside its directories.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.store.snapshots;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
