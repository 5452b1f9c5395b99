/// What the suites share: how a fault is checked, and how many threads are let loose at once.
@NullMarked
@Export
@Version("1.0.0")
package dev.gantry.contracts;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
