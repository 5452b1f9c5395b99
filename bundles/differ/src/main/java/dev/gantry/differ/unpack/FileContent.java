package dev.gantry.differ.unpack;

import dev.gantry.api.call.Call;
import dev.gantry.differ.tar.SparseMap;
import dev.gantry.differ.tar.TarEntry;
import dev.gantry.differ.tar.TarReader;
import dev.gantry.linux.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Moves the data of entries from an archive to files, through one buffer.
final class FileContent {
  private static final int CHUNK = 256 * 1024;

  private final Call call;
  private final TarReader archive;
  private final byte[] chunk = new byte[CHUNK];
  private final ByteBuffer outside = ByteBuffer.allocateDirect(CHUNK);

  FileContent(Call call, TarReader archive) {
    this.call = call;
    this.archive = archive;
  }

  /// @param file new and empty
  void write(TarEntry entry, OpenFile file) throws IOException {
    SparseMap sparse = entry.sparse();
    if (sparse == null) {
      range(file, 0, entry.size());
      return;
    }
    file.truncate(entry.size());
    for (int i = 0; i < sparse.count(); i++) {
      range(file, sparse.offset(i), sparse.length(i));
    }
  }

  private void range(OpenFile file, long offset, long length) throws IOException {
    for (long done = 0; done < length; ) {
      int wanted = (int) Math.min(CHUNK, length - done);
      int got = archive.read(chunk, 0, wanted);
      file.write(outside.clear().put(chunk, 0, got).flip(), offset + done);
      done += got;
      call.check();
    }
  }
}
