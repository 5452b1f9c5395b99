/// Tests of the database as a whole, and what they are made with.
@NullMarked
package dev.gantry.metadata;

import org.jspecify.annotations.NullMarked;
