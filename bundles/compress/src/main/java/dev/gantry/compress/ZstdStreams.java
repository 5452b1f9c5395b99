package dev.gantry.compress;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import com.github.luben.zstd.util.ZstdVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Opens zstd streams, with the native library loaded.
final class ZstdStreams {
  static {
    load();
  }

  private ZstdStreams() {}

  static InputStream decompress(InputStream source) {
    return new ZstdInput(source);
  }

  static OutputStream compress(OutputStream target, int level) throws IOException {
    var compressing = new ZstdOutputStreamNoFinalizer(target, level);
    compressing.setChecksum(true);
    return compressing;
  }

  /// In a bundle the framework finds the library, and nothing is copied to a temporary directory
  /// that may forbid execution; outside of one the library unpacks itself.
  @SuppressWarnings("restricted") // zstd has no implementation in Java that is as fast
  private static void load() {
    try {
      System.loadLibrary("zstd-jni-" + ZstdVersion.VERSION);
      Native.assumeLoaded();
    } catch (UnsatisfiedLinkError e) {
      Native.load();
    }
  }
}
