package dev.gantry.compress;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/// gzip with a level. The header holds neither time nor name, and "unknown" as the operating
/// system.
final class GzipOutput extends GZIPOutputStream {
  private static final int BUFFER = 64 * 1024;

  GzipOutput(OutputStream target, int level) throws IOException {
    super(target, BUFFER);
    def.setLevel(level);
  }
}
