/// Against the real kernel, as root.
@NullMarked
package dev.gantry.snapshotter.nativefs;

import org.jspecify.annotations.NullMarked;
