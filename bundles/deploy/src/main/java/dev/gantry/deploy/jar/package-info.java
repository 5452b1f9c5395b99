/// A jar before anything of it runs: what it is, what it brings, what it lacks.
@NullMarked
package dev.gantry.deploy.jar;

import org.jspecify.annotations.NullMarked;
