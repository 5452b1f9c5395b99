/// The suites of what is collected, and of the database that collects.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.contracts.gc;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
