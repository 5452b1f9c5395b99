/// The containers service.
@NullMarked
package dev.gantry.grpc.containers;

import org.jspecify.annotations.NullMarked;
