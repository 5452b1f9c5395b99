/// Namespaces, and telling of them.
@NullMarked
package dev.gantry.service.namespaces;

import org.jspecify.annotations.NullMarked;
