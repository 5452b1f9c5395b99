/// Snapshots: layers of file systems, prepared, mounted and committed.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.snapshots;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
