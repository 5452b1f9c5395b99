/// The suite of the key store.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.contracts.store;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
