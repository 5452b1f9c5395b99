/// What the registry costs each call, measured by JMH.
@NullMarked
package dev.gantry.bench.lookup;

import org.jspecify.annotations.NullMarked;
