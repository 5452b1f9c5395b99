/// Tests of names and their records.
@NullMarked
package dev.gantry.metadata.names;

import org.jspecify.annotations.NullMarked;
