/// The contract suites over gRPC, against the assembled daemon.
@NullMarked
package dev.gantry.itest.contracts;

import org.jspecify.annotations.NullMarked;
