/// A plugin bundle for tests that needs another.
@org.jspecify.annotations.NullMarked
package dev.gantry.registry.osgi.dependant;
