package dev.gantry.service.opt;

/// The section of the opt plugin.
///
/// @param path of the directory, which gets a `bin` and a `lib`
record OptConfig(String path) {
  static final OptConfig DEFAULTS = new OptConfig("/opt/containerd");
}
