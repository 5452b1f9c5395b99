/// The process: flags, framework, start list, orderly stop.
@NullMarked
package dev.gantry.launcher;

import org.jspecify.annotations.NullMarked;
