/// Whole directory trees, reached through descriptors: what they occupy, and how they come and go.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.linux.trees;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
