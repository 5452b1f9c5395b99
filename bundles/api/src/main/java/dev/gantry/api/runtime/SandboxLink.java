package dev.gantry.api.runtime;

/// The sandbox that serves a task, so that no shim is started for it.
///
/// @param id of the sandbox
/// @param address of its task service, `ttrpc+unix://PATH` or `grpc+unix://PATH`
/// @param version of its task service, 3 or later
public record SandboxLink(String id, String address, int version) {}
