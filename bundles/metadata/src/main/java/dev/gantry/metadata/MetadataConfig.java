package dev.gantry.metadata;

/// The plugin's section of the configuration file.
///
/// @param contentSharingPolicy `shared` or `isolated`
/// @param noSync known for the files that have it; the store always syncs
public record MetadataConfig(String contentSharingPolicy, boolean noSync) {
  public MetadataConfig() {
    this("shared", false);
  }
}
