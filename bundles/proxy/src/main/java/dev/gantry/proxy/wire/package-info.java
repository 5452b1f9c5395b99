/// How calls travel: headers, messages, waiting, and statuses that become faults again.
@NullMarked
package dev.gantry.proxy.wire;

import org.jspecify.annotations.NullMarked;
