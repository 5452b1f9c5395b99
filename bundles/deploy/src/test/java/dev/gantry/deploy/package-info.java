/// Tests of this package.
@NullMarked
package dev.gantry.deploy;

import org.jspecify.annotations.NullMarked;
