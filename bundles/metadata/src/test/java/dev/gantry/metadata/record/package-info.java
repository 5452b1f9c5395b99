/// Tests of the records.
@NullMarked
package dev.gantry.metadata.record;

import org.jspecify.annotations.NullMarked;
