package dev.gantry.api.leases;

/// One thing that a lease keeps.
///
/// @param type `content`, `ingests`, `images` or `snapshots/SNAPSHOTTER`
/// @param id digest, ref, name or key
public record LeaseResource(String type, String id) {}
