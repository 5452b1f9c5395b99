/// What other threads see of the registry: statuses, ports, watches.
@NullMarked
package dev.gantry.registry.view;

import org.jspecify.annotations.NullMarked;
