/// The gRPC client of the bench.
@NullMarked
package dev.gantry.bench.wire;

import org.jspecify.annotations.NullMarked;
