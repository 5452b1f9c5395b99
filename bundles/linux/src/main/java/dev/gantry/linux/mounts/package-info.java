/// What is mounted where, as the kernel tells it.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.linux.mounts;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
