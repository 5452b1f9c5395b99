/// The metadata database: the namespaced stores over the key store, put together.
@NullMarked
package dev.gantry.metadata;

import org.jspecify.annotations.NullMarked;
