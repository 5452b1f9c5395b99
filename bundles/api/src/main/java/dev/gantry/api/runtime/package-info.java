/// Tasks: containers that run, and the processes in them.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.runtime;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
