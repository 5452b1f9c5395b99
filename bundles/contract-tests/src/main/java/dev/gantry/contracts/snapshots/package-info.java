/// The suites of a snapshotter.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.contracts.snapshots;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
