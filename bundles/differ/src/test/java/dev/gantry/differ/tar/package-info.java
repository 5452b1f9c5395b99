/// Tests of the archive reader and writer, apart from any tree.
@NullMarked
package dev.gantry.differ.tar;

import org.jspecify.annotations.NullMarked;
