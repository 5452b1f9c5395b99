/// The files of a store: their names, their bytes, and how they reach the disk.
@NullMarked
package dev.gantry.store.file;

import org.jspecify.annotations.NullMarked;
