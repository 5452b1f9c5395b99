/// Shims: the programs that keep containers running beside the daemon, from a runtime's name to a
/// connection, and back to an empty directory.
@NullMarked
package dev.gantry.runtime.shim;

import org.jspecify.annotations.NullMarked;
