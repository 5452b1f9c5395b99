/// Linux system calls: mounts, descriptor-based file work that never follows a name out of its
/// directory, durability, locks and processes.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.linux;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
