/// The walking differ: unpacks layers over mounts and compares mounts into layers.
@NullMarked
package dev.gantry.differ;

import org.jspecify.annotations.NullMarked;
