/// Tests of this package.
@NullMarked
package dev.gantry.deploy.jar;

import org.jspecify.annotations.NullMarked;
