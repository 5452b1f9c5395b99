/// Events: what happened, told to whoever subscribes.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.events;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
