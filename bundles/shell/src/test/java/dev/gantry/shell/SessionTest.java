package dev.gantry.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.shell.command.Arguments;
import dev.gantry.shell.picture.Samples;
import dev.gantry.shell.wire.Connection;
import dev.gantry.shell.wire.Frame;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.Process;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A session with the real interpreter.
@Timeout(60)
class SessionTest {
  @TempDir private Path folder;
  private final CommandProcessorImpl gogo = new CommandProcessorImpl(null);
  private Connection client;
  private Thread server;

  /// Commands for the session.
  public static final class Samplers {
    public void endless() {
      while (true) {
        Process.Utils.current().out().println("more");
      }
    }

    public String said(String what) {
      return "said " + what;
    }

    public boolean no() {
      return false;
    }

    public void broken() {
      throw new IllegalStateException("it broke");
    }
  }

  @BeforeEach
  void connect() throws IOException {
    for (String name : List.of("endless", "said", "no", "broken")) {
      gogo.addCommand("test", new Samplers(), name);
    }
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(address);
      client = new Connection(SocketChannel.open(address));
      Session session = new Session(new Connection(listener.accept()));
      server =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (session) {
                      session.serve(() -> gogo, new Arguments(new OnePlugin()));
                    } catch (IOException e) {
                      // The client went, or broke the rules.
                    }
                  });
    }
    assertEquals(Frame.Kind.WELCOME, client.read().orElseThrow().kind());
  }

  @AfterEach
  void close() throws IOException, InterruptedException {
    client.close();
    server.join();
    gogo.stop();
  }

  private String run(String line) throws IOException {
    client.write(Frame.of(Frame.Kind.RUN, line));
    return answer();
  }

  /// What comes up to the end of the line, and its status.
  private String answer() throws IOException {
    StringBuilder text = new StringBuilder();
    Frame frame = client.read().orElseThrow();
    while (frame.kind() != Frame.Kind.DONE) {
      text.append(frame.text());
      frame = client.read().orElseThrow();
    }
    return text + frame.text();
  }

  @Test
  void resultsArePrintedAndStatusesTold() throws IOException {
    assertEquals("said yes\n0", run("said yes"));
    assertEquals("1", run("no"));
    assertEquals("gantry: it broke\n1", run("broken"));
    assertTrue(run("nonsense").contains("Command not found"));
    assertEquals("said again\n0", run("said again"));
  }

  @Test
  void anEndlessLineIsStopped() throws IOException {
    client.write(Frame.of(Frame.Kind.RUN, "endless"));
    assertEquals(Frame.Kind.OUT, client.read().orElseThrow().kind());
    client.write(Frame.of(Frame.Kind.STOP, ""));

    String rest = answer();

    assertTrue(rest.endsWith("1"), () -> rest.substring(rest.length() - 9));
    assertEquals("said on\n0", run("said on"));
  }

  @Test
  void whatRunsEndsWithItsClient() throws IOException, InterruptedException {
    client.write(Frame.of(Frame.Kind.RUN, "endless"));
    assertEquals(Frame.Kind.OUT, client.read().orElseThrow().kind());

    client.close();
    server.join();

    assertTrue(!server.isAlive());
  }

  @Test
  void aSecondLineAtATimeEndsTheSession() throws IOException, InterruptedException {
    client.write(Frame.of(Frame.Kind.RUN, "endless"));
    client.write(Frame.of(Frame.Kind.RUN, "endless"));

    server.join();

    assertTrue(!server.isAlive());
  }

  @Test
  void namesAndUrisAreCompleted() throws IOException {
    assertEquals("said", complete("sa"));
    assertEquals("said", complete("no | sa"));
    assertEquals("io.containerd.gc.v1.scheduler", complete("why io."));
    assertEquals("--dot\n--svg", complete("gantry:graph --"));
    assertEquals("", complete("said "));
  }

  private String complete(String line) throws IOException {
    client.write(Frame.of(Frame.Kind.COMPLETE, line));
    return client.read().orElseThrow().text();
  }

  private static final class OnePlugin implements Plugins {
    @Override
    public List<PluginStatus> statuses() {
      return List.of(Samples.plugin("gc", "scheduler", State.READY, ""));
    }

    @Override
    public Optional<Handle<Object>> find(String uri) {
      return Optional.empty();
    }

    @Override
    public Watch watch(Listener listener) {
      return () -> {};
    }
  }
}
