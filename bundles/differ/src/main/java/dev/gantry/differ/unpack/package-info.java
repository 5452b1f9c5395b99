/// Unpacks an archive into a tree, which nothing in the archive can make it leave.
@NullMarked
package dev.gantry.differ.unpack;

import org.jspecify.annotations.NullMarked;
