/// The table's arithmetic.
@NullMarked
package dev.gantry.bench.report;

import org.jspecify.annotations.NullMarked;
