/// What the daemon and its plugins count and measure, for whoever asks.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.metrics;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
