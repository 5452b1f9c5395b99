/// The commands of the scope `gantry`, each a call into the api, and the tables they print.
@NullMarked
package dev.gantry.shell.command;

import org.jspecify.annotations.NullMarked;
