/// What requires what: checks, order and loops, of names alone.
@NullMarked
package dev.gantry.registry.graph;

import org.jspecify.annotations.NullMarked;
