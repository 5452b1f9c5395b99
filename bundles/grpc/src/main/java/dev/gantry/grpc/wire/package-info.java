/// What all gRPC plugins share: how a request becomes a call of the api, how answers, streams and
/// faults go back, and the common messages.
@NullMarked
package dev.gantry.grpc.wire;

import org.jspecify.annotations.NullMarked;
