/// The bench: Gantry and containerd in turn, under the same client, load and data.
@NullMarked
package dev.gantry.bench;

import org.jspecify.annotations.NullMarked;
