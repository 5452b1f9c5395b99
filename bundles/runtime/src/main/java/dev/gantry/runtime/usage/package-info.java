/// What tasks use, from the messages of shims to metrics.
@NullMarked
package dev.gantry.runtime.usage;

import org.jspecify.annotations.NullMarked;
