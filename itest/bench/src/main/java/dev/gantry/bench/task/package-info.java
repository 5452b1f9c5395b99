/// What is measured of running containers.
@NullMarked
package dev.gantry.bench.task;

import org.jspecify.annotations.NullMarked;
