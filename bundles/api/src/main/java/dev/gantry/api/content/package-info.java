/// Content: blobs by digest, and how they are written.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.content;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
