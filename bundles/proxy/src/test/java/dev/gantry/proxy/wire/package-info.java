/// Tests.
@NullMarked
package dev.gantry.proxy.wire;

import org.jspecify.annotations.NullMarked;
