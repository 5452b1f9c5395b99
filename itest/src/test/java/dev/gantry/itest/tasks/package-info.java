/// Real containers on the assembled daemon: what they outlive, what they leave, what is told of
/// them.
@NullMarked
package dev.gantry.itest.tasks;

import org.jspecify.annotations.NullMarked;
