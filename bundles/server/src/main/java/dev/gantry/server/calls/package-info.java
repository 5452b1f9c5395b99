/// Counting of calls, in one place for all listeners.
@NullMarked
package dev.gantry.server.calls;

import org.jspecify.annotations.NullMarked;
