/// The crash-safe transactional key store: keys of nested names, snapshots, one writer at a time.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.store;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
