/// Records: what is kept of each thing, and how it is written as bytes.
@NullMarked
package dev.gantry.metadata.record;

import org.jspecify.annotations.NullMarked;
