/// What the daemon tells of itself and its plugins.
@NullMarked
package dev.gantry.service.introspection;

import org.jspecify.annotations.NullMarked;
