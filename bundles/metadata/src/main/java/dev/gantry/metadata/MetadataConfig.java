package dev.gantry.metadata;

/// The plugin's section of the configuration file.
///
/// @param contentSharingPolicy `shared` or `isolated`
/// @param noSync whether writes are acknowledged before they are on the disk: faster and unsafe, a
///   loss of power may cost all of the metadata
public record MetadataConfig(String contentSharingPolicy, boolean noSync) {
  public MetadataConfig() {
    this("shared", false);
  }
}
