/// The images service.
@NullMarked
package dev.gantry.grpc.images;

import org.jspecify.annotations.NullMarked;
