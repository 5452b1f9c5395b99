/// What every source of metrics must do.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.contracts.metrics;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
