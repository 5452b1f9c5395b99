/// Tests of the ledger.
@NullMarked
package dev.gantry.metadata.ledger;

import org.jspecify.annotations.NullMarked;
