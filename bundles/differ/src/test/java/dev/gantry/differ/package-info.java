/// Tests of the walking differ on real files and mounts, as root.
@NullMarked
package dev.gantry.differ;

import org.jspecify.annotations.NullMarked;
