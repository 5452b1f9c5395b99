package dev.gantry.client;

import dev.gantry.shell.wire.Connection;
import dev.gantry.shell.wire.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/// The shell of a daemon. One thread asks; any may have what runs end.
final class Remote implements AutoCloseable {
  private final Connection connection;

  private Remote(Connection connection) {
    this.connection = connection;
  }

  /// @throws IOException when nobody listens, or nothing is taken from this user
  static Remote connect(Path socket) throws IOException {
    Connection connection;
    try {
      connection = new Connection(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    } catch (IOException e) {
      throw new IOException("no daemon answers at \"" + socket + "\": " + e.getMessage(), e);
    }
    Remote remote = new Remote(connection);
    Frame first = remote.next();
    if (first.kind() != Frame.Kind.WELCOME) {
      connection.close();
      throw new IOException(first.text());
    }
    return remote;
  }

  /// Runs a line and passes on what it prints.
  ///
  /// @return its exit status
  int run(String line, OutputStream out, OutputStream err) throws IOException {
    connection.write(Frame.of(Frame.Kind.RUN, line));
    while (true) {
      Frame frame = next();
      switch (frame.kind()) {
        case OUT -> print(frame, out);
        case ERR -> print(frame, err);
        case DONE -> {
          return Integer.parseInt(frame.text());
        }
        case RUN, STOP, COMPLETE, WELCOME, REFUSED, WORDS ->
            throw new IOException("the daemon sent " + frame.kind() + " where output belongs");
      }
    }
  }

  private static void print(Frame frame, OutputStream to) throws IOException {
    to.write(frame.bytes());
    to.flush();
  }

  /// The words that could stand where a line ends.
  List<String> complete(String line) throws IOException {
    connection.write(Frame.of(Frame.Kind.COMPLETE, line));
    Frame frame = next();
    if (frame.kind() != Frame.Kind.WORDS) {
      throw new IOException("the daemon sent " + frame.kind() + " where words belong");
    }
    return frame.text().lines().toList();
  }

  /// Has the line that runs end.
  void stop() throws IOException {
    connection.write(Frame.of(Frame.Kind.STOP, ""));
  }

  private Frame next() throws IOException {
    return connection.read().orElseThrow(() -> new IOException("the daemon has ended the session"));
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
