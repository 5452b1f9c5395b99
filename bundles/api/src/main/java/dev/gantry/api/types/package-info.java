/// Values that several rooms share: digests, descriptors, mounts, platforms, labels.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.types;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
