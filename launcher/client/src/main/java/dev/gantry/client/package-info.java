/// `gantry shell`: reads lines, has the daemon run them, prints what comes.
@NullMarked
package dev.gantry.client;

import org.jspecify.annotations.NullMarked;
