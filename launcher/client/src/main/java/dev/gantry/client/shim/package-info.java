/// What shims and runtimes call: programs of few classes that start and end fast.
@NullMarked
package dev.gantry.client.shim;

import org.jspecify.annotations.NullMarked;
