/// The socket that `gantry shell` comes in on, and the sessions on it.
@NullMarked
package dev.gantry.shell;

import org.jspecify.annotations.NullMarked;
