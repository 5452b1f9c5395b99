/// Collection: what nothing keeps is found, forgotten and removed.
@NullMarked
package dev.gantry.metadata.gc;

import org.jspecify.annotations.NullMarked;
