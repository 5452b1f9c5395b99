/// The filter language of list and subscribe calls.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.filters;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
