package dev.gantry.differ.compare;

import dev.gantry.api.call.Call;
import dev.gantry.differ.tar.TarEntry;
import dev.gantry.differ.tar.TarWriter;
import dev.gantry.linux.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Moves the content of files into an archive, through one buffer.
final class FileCopy {
  private static final int CHUNK = 256 * 1024;

  private final Call call;
  private final TarWriter archive;
  private final byte[] chunk = new byte[CHUNK];
  private final ByteBuffer outside = ByteBuffer.allocateDirect(CHUNK);

  FileCopy(Call call, TarWriter archive) {
    this.call = call;
    this.archive = archive;
  }

  /// Exactly as much as the entry has; what a file got meanwhile is left out.
  void copy(OpenFile file, TarEntry entry) throws IOException {
    for (long left = entry.size(); left > 0; ) {
      call.check();
      int got = file.read(outside.clear().limit((int) Math.min(CHUNK, left)));
      if (got < 0) {
        throw new IOException("\"" + entry.name() + "\" became shorter while it was read");
      }
      outside.flip().get(chunk, 0, got);
      archive.write(chunk, 0, got);
      left -= got;
    }
  }
}
