/// Decides when to collect: soon after deletions, now and then after many writes, at once when
/// somebody waits for it, and never more often than the database can bear.
@NullMarked
package dev.gantry.gc;

import org.jspecify.annotations.NullMarked;
