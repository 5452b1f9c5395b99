/// Configuration: what the file and the flags say, typed.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.config;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
