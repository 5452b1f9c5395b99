/// The tasks service.
@NullMarked
package dev.gantry.grpc.tasks;

import org.jspecify.annotations.NullMarked;
