/// The listeners: where clients come in, and how a call finds the plugin that serves it.
@NullMarked
package dev.gantry.server;

import org.jspecify.annotations.NullMarked;
