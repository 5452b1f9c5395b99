package dev.gantry.config;

import java.nio.file.Path;

/// Where in a file something stands.
record Place(Path file, int row, int column) {
  @Override
  public String toString() {
    return file + " row " + row + " column " + column;
  }
}
