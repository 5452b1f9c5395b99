/// The plugins and what they require, as text, for Graphviz and as a picture.
@NullMarked
package dev.gantry.shell.picture;

import org.jspecify.annotations.NullMarked;
