/// Containers, and telling of them.
@NullMarked
package dev.gantry.service.containers;

import org.jspecify.annotations.NullMarked;
