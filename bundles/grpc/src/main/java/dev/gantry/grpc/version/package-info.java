/// The version service.
@NullMarked
package dev.gantry.grpc.version;

import org.jspecify.annotations.NullMarked;
