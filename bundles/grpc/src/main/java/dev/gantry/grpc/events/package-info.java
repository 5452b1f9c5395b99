/// The events services, of clients and of shims.
@NullMarked
package dev.gantry.grpc.events;

import org.jspecify.annotations.NullMarked;
