/// A sorted tree of keys and values whose states never change once they are taken.
@NullMarked
package dev.gantry.store.tree;

import org.jspecify.annotations.NullMarked;
