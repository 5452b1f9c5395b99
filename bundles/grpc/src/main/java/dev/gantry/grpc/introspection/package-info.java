/// The introspection service.
@NullMarked
package dev.gantry.grpc.introspection;

import org.jspecify.annotations.NullMarked;
