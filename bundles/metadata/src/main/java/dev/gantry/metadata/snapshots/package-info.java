/// Snapshots in namespaces: keys and labels over backends that know neither.
@NullMarked
package dev.gantry.metadata.snapshots;

import org.jspecify.annotations.NullMarked;
