/// Mounts as clients give them: what can be used without mounting, and temporary mounts for the
/// rest.
@NullMarked
package dev.gantry.differ.mounts;

import org.jspecify.annotations.NullMarked;
