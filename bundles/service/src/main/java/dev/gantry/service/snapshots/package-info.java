/// Snapshotters of a namespace, as the metadata database has them.
@NullMarked
package dev.gantry.service.snapshots;

import org.jspecify.annotations.NullMarked;
