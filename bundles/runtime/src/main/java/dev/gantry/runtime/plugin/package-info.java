/// The plugins of the runtime.
@NullMarked
package dev.gantry.runtime.plugin;

import org.jspecify.annotations.NullMarked;
