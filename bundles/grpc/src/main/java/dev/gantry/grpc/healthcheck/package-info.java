/// The public health service of gRPC.
@NullMarked
package dev.gantry.grpc.healthcheck;

import org.jspecify.annotations.NullMarked;
