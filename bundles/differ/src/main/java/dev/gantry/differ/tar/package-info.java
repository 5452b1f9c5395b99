/// Tar archives as streams: a reader that trusts nothing, and a writer.
@NullMarked
package dev.gantry.differ.tar;

import org.jspecify.annotations.NullMarked;
