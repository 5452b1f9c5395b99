/// Tests of snapshots in namespaces.
@NullMarked
package dev.gantry.metadata.snapshots;

import org.jspecify.annotations.NullMarked;
