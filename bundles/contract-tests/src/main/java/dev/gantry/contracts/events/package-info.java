/// The suites of the event exchange.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.contracts.events;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
