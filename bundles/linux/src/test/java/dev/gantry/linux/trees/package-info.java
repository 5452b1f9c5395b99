/// Against the real kernel, as root.
@NullMarked
package dev.gantry.linux.trees;

import org.jspecify.annotations.NullMarked;
