/// The contract suites, over real rooms.
@NullMarked
package dev.gantry.metadata.contracts;

import org.jspecify.annotations.NullMarked;
