/// Compressed streams: which algorithm, reading, writing, and reading ahead on another thread.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.compress;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
