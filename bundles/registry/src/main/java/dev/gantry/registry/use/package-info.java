/// References to plugins that are exchanged underneath: counting, holding, waiting.
@NullMarked
package dev.gantry.registry.use;

import org.jspecify.annotations.NullMarked;
