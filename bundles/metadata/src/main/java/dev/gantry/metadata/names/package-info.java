/// What is only a name with a record: namespaces, images, containers, leases.
@NullMarked
package dev.gantry.metadata.names;

import org.jspecify.annotations.NullMarked;
