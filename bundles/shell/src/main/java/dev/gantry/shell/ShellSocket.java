package dev.gantry.shell;

import dev.gantry.api.config.ConfigException;
import dev.gantry.api.config.Configuration;
import dev.gantry.api.plugin.Plugins;
import dev.gantry.shell.command.Arguments;
import dev.gantry.shell.wire.Connection;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/// The socket of the shell, and a session for each client on it. Opened on a thread of its own when
/// the registry publishes its plugins, so that nobody waits for it.
@Component(service = {})
public final class ShellSocket {
  private static final System.Logger LOG = System.getLogger(ShellSocket.class.getName());
  private static final int SESSIONS = 64;

  private final Configuration configuration;
  private final Plugins plugins;
  private final Gogo gogo;
  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

  /// Guarded by this.
  private @Nullable ServerSocketChannel server;

  /// Written under the lock of this.
  private volatile boolean closed;

  @Activate
  public ShellSocket(
      BundleContext context, @Reference Configuration configuration, @Reference Plugins plugins) {
    this.configuration = configuration;
    this.plugins = plugins;
    this.gogo = new Gogo(context);
    Thread.ofPlatform()
        .daemon()
        .name("shell")
        .start(this::listen); // Cheaper than the first virtual one.
  }

  private void listen() {
    String address = "";
    try {
      address = ShellConfig.of(configuration).address();
      if (!address.isEmpty()) {
        accept(Path.of(address));
      }
    } catch (IOException | ConfigException | IllegalArgumentException e) {
      // Whoever closed it has taken the socket away.
      Level level = closed ? Level.DEBUG : Level.WARNING;
      LOG.log(level, "there is no shell at \"{0}\": {1}", address, e.toString());
    }
  }

  private void accept(Path path) throws IOException {
    removeStale(path);
    try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      if (!bind(channel, path)) {
        return;
      }
      Peers peers = Peers.of(path);
      LOG.log(Level.DEBUG, "shell address=\"{0}\"", path);
      while (channel.isOpen()) {
        SocketChannel client = channel.accept();
        Thread.ofVirtual().name("shell session").start(() -> serve(client, peers));
      }
    } catch (ClosedChannelException e) {
      LOG.log(Level.DEBUG, "the shell is closed");
    }
  }

  private synchronized boolean bind(ServerSocketChannel channel, Path path) throws IOException {
    if (!closed) {
      channel.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      server = channel;
    }
    return !closed;
  }

  /// Only a refused connection proves that nobody listens.
  private static void removeStale(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
        throw new IOException("somebody listens there already, as " + probe.getRemoteAddress());
      } catch (ConnectException e) {
        Files.delete(path);
      }
    }
  }

  private void serve(SocketChannel client, Peers peers) {
    Session session = new Session(new Connection(client));
    sessions.add(session);
    try (session) {
      Optional<String> refusal = peers.refusal(client);
      if (closed) {
        session.refuse("the shell ends");
      } else if (refusal.isPresent()) {
        session.refuse(refusal.get());
      } else if (sessions.size() > SESSIONS) {
        session.refuse("there are " + SESSIONS + " sessions already");
      } else {
        session.serve(gogo::processor, new Arguments(plugins));
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a session broke off: {0}", e.toString());
    } finally {
      sessions.remove(session);
    }
  }

  /// Ends all sessions without waiting for them: it may be a command in one that brought this
  /// about.
  @Deactivate
  void close() {
    ServerSocketChannel open;
    synchronized (this) {
      closed = true;
      open = server;
    }
    try {
      if (open != null) {
        UnixDomainSocketAddress address = (UnixDomainSocketAddress) open.getLocalAddress();
        open.close();
        Files.deleteIfExists(address.getPath());
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the shell's socket is left behind: {0}", e.toString());
    }
    sessions.forEach(Session::close);
  }
}
