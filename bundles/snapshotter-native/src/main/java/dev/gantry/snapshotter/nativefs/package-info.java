/// The native snapshotter: a snapshot is a directory of its own, copied from its parent's.
@NullMarked
package dev.gantry.snapshotter.nativefs;

import org.jspecify.annotations.NullMarked;
