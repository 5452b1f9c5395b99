/// Against real directories and a real full disk, as root.
@NullMarked
package dev.gantry.content;

import org.jspecify.annotations.NullMarked;
