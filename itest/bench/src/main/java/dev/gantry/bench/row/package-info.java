/// What is measured, a class each.
@NullMarked
package dev.gantry.bench.row;

import org.jspecify.annotations.NullMarked;
