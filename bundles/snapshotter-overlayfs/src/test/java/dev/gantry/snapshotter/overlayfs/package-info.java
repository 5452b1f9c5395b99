/// Against the real kernel, as root.
@NullMarked
package dev.gantry.snapshotter.overlayfs;

import org.jspecify.annotations.NullMarked;
