/// Keeps what is deployed the same as what lies in the plugin folder, and never gives up a copy
/// that works for one that does not.
@NullMarked
package dev.gantry.deploy;

import org.jspecify.annotations.NullMarked;
