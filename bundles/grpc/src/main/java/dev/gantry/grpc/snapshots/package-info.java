/// The snapshots service.
@NullMarked
package dev.gantry.grpc.snapshots;

import org.jspecify.annotations.NullMarked;
