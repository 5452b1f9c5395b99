/// The restart monitor: containers whose labels say that they should run, do.
@NullMarked
package dev.gantry.restart;

import org.jspecify.annotations.NullMarked;
