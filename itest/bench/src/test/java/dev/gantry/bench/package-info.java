/// The command line of the bench.
@NullMarked
package dev.gantry.bench;

import org.jspecify.annotations.NullMarked;
