/// The content service.
@NullMarked
package dev.gantry.grpc.content;

import org.jspecify.annotations.NullMarked;
