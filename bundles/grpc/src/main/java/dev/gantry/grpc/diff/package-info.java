/// The diff service.
@NullMarked
package dev.gantry.grpc.diff;

import org.jspecify.annotations.NullMarked;
