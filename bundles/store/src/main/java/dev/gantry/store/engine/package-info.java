/// The store at work: transactions, their way to the disk, recovery, checkpoints.
@NullMarked
package dev.gantry.store.engine;

import org.jspecify.annotations.NullMarked;
