/// ttrpc on unix sockets: gRPC's service definitions are served, and its stubs call, with frames
/// small enough for shims.
@Export
@Version("1.0.0")
@NullMarked
package dev.gantry.ttrpc;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
