/// Plugins: how one is declared, what it is given, and how it holds others.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.api.plugin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
