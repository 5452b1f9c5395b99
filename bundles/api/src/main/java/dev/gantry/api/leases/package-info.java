/// Leases: what keeps things from collection while they are put together.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.leases;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
