package dev.gantry.shell;

import dev.gantry.shell.wire.Connection;
import dev.gantry.shell.wire.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// Sends what is printed as frames. Fails unchecked when nobody waits any more, because print
/// streams keep other failures to themselves, and the command would go on for good.
final class FrameOutput extends OutputStream {
  private final Connection connection;
  private final Frame.Kind kind;
  private final Runnable check;

  /// @param check throws when nobody waits any more
  FrameOutput(Connection connection, Frame.Kind kind, Runnable check) {
    this.connection = connection;
    this.kind = kind;
    this.check = check;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    for (int done = 0; done < length; done += Frame.LIMIT) {
      check.run();
      int from = offset + done;
      byte[] part = Arrays.copyOfRange(bytes, from, from + Math.min(length - done, Frame.LIMIT));
      try {
        connection.write(new Frame(kind, part));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
