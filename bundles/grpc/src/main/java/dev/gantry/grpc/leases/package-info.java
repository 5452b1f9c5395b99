/// The leases service.
@NullMarked
package dev.gantry.grpc.leases;

import org.jspecify.annotations.NullMarked;
