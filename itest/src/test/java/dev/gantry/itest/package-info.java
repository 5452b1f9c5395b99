/// The assembled daemon driven by real clients.
@NullMarked
package dev.gantry.itest;

import org.jspecify.annotations.NullMarked;
