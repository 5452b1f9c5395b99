/// Holds the bundles and their sources against the rules of the house.
@NullMarked
package dev.gantry.itest.house;

import org.jspecify.annotations.NullMarked;
