/// Tasks and their shims: made, found again after a start, and ended.
@NullMarked
package dev.gantry.runtime.task;

import org.jspecify.annotations.NullMarked;
