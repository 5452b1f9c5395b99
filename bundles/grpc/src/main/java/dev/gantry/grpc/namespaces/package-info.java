/// The namespaces service.
@NullMarked
package dev.gantry.grpc.namespaces;

import org.jspecify.annotations.NullMarked;
