/// What a plugin is given when it is made.
@NullMarked
package dev.gantry.registry.scope;

import org.jspecify.annotations.NullMarked;
