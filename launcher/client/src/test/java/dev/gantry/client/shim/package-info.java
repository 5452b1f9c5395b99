@org.jspecify.annotations.NullMarked
package dev.gantry.client.shim;
