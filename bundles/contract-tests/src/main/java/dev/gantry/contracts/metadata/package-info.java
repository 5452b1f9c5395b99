/// The suites of namespaces, images, containers, leases and of what is collected.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.contracts.metadata;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
