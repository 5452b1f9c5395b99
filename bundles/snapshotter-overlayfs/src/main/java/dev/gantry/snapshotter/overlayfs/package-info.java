/// The overlayfs snapshotter: a snapshot is a directory of changes over those of its parents.
@NullMarked
package dev.gantry.snapshotter.overlayfs;

import org.jspecify.annotations.NullMarked;
