/// The metadata database: every namespaced store behind one door.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.metadata;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
