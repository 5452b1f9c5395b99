/// The TOML file, its imports and older versions, as typed configuration.
@NullMarked
package dev.gantry.config;

import org.jspecify.annotations.NullMarked;
