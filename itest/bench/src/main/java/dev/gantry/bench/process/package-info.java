/// The processes of a bench, from their start to their bounded end.
@NullMarked
package dev.gantry.bench.process;

import org.jspecify.annotations.NullMarked;
