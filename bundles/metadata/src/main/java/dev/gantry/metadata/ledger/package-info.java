/// The ledger: where records lie in the store, and how they are read and changed.
@NullMarked
package dev.gantry.metadata.ledger;

import org.jspecify.annotations.NullMarked;
