/// Samples, and the table they end in.
@NullMarked
package dev.gantry.bench.report;

import org.jspecify.annotations.NullMarked;
