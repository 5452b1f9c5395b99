/// The exchange: what happened, as messages, to every subscriber whose filters match.
@NullMarked
package dev.gantry.events;

import org.jspecify.annotations.NullMarked;
