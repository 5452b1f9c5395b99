/// A plugin bundle for tests.
@org.jspecify.annotations.NullMarked
package dev.gantry.registry.osgi.sample;
