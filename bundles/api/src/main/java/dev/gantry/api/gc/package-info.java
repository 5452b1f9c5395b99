/// Garbage collection: running it and what it did.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.gc;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
