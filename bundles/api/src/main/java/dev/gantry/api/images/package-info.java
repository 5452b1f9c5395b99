/// Images: names for content.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.images;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
