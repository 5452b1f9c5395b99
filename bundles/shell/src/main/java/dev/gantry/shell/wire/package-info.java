/// What client and daemon say to each other; docs/shell.md describes it. In the client's jar, too.
@NullMarked
package dev.gantry.shell.wire;

import org.jspecify.annotations.NullMarked;
