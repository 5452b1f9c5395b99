package dev.gantry.store.engine;

import dev.gantry.store.Snapshot;
import dev.gantry.store.tree.Tree;

/// The tree after a transaction.
record State(Tree tree, long transaction) implements TreeReader, Snapshot {}
