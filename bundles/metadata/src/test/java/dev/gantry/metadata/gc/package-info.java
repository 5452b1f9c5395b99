/// Tests of collection.
@NullMarked
package dev.gantry.metadata.gc;

import org.jspecify.annotations.NullMarked;
