/// The registry's own threads: one for its state, and workers for foreign code.
@NullMarked
package dev.gantry.registry.loop;

import org.jspecify.annotations.NullMarked;
