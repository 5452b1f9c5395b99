package dev.gantry.store.tree;

/// Tells an editor's own nodes from those it shares. Compared by identity.
final class Mark {}
