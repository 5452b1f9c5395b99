/// The task monitor: tells of containers that the kernel killed in, and measures them.
@NullMarked
package dev.gantry.runtime.monitor;

import org.jspecify.annotations.NullMarked;
