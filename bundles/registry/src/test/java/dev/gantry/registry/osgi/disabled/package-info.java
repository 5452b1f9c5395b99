/// A plugin bundle for tests that the configuration disables.
@org.jspecify.annotations.NullMarked
package dev.gantry.registry.osgi.disabled;
