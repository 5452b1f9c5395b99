/// What runs inside of the framework under test.
@org.jspecify.annotations.NullMarked
package dev.gantry.registry.osgi.inside;
