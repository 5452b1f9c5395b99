/// The plugin that the bench deploys.
@NullMarked
package dev.gantry.bench.sample;

import org.jspecify.annotations.NullMarked;
