/// Against the real kernel, as root.
@NullMarked
package dev.gantry.linux.mounts;

import org.jspecify.annotations.NullMarked;
