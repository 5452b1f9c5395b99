/// Layers, by the first differ that can.
@NullMarked
package dev.gantry.service.diff;

import org.jspecify.annotations.NullMarked;
