/// The api of a daemon in another process, reached over gRPC: one class an interface.
@NullMarked
package dev.gantry.proxy;

import org.jspecify.annotations.NullMarked;
