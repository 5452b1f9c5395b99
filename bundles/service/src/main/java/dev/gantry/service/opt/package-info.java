/// Programs of users: a directory for them that child processes look into.
@NullMarked
package dev.gantry.service.opt;

import org.jspecify.annotations.NullMarked;
