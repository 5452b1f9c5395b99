@org.jspecify.annotations.NullMarked
package dev.gantry.restart;
