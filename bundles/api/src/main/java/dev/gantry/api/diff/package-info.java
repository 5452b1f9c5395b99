/// Differs: layers from trees and trees from layers.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.diff;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
