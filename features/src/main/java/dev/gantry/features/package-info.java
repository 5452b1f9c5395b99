/// Build step: turns feature files into a distribution.
@NullMarked
package dev.gantry.features;

import org.jspecify.annotations.NullMarked;
