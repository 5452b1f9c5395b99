/// The life of plugins: from candidates to instances in use and back.
@NullMarked
package dev.gantry.registry.life;

import org.jspecify.annotations.NullMarked;
