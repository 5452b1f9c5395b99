/// Against the real kernel, as root.
@NullMarked
package dev.gantry.linux;

import org.jspecify.annotations.NullMarked;
