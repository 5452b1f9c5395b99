/// Whole, damaged and cut streams.
@NullMarked
package dev.gantry.compress;

import org.jspecify.annotations.NullMarked;
