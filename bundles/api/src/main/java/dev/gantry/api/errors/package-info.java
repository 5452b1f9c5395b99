/// Faults independent of any transport, in the classes that containerd's clients know.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.errors;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
