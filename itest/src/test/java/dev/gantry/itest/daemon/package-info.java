/// The daemon, its peer and its clients as processes that tests start and end.
@NullMarked
package dev.gantry.itest.daemon;

import org.jspecify.annotations.NullMarked;
