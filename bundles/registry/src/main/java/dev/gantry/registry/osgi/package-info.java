/// The framework's side: services, bundles and start levels in, the plugin service out.
@NullMarked
package dev.gantry.registry.osgi;

import org.jspecify.annotations.NullMarked;
