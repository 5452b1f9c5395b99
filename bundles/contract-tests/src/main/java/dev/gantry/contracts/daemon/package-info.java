/// The suites that need a whole daemon.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.contracts.daemon;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
