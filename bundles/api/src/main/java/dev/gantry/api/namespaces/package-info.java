/// Namespaces: the separate sets of names on one daemon.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.namespaces;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
