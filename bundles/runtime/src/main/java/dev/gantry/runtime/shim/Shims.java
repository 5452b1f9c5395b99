package dev.gantry.runtime.shim;

import dev.gantry.api.call.Call;
import dev.gantry.api.types.TypedValue;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Everything that shims are found, started and reached with. Safe on any thread; closing it ends
/// the connections, and the shims go on.
public final class Shims implements AutoCloseable {
  private final ShimPrograms programs;
  private final ShimCommand.Daemon daemon;
  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final ShimLogs logs;

  /// @param log where what shims log goes
  public Shims(ShimPrograms programs, ShimCommand.Daemon daemon, PrintStream log) {
    this.programs = programs;
    this.daemon = daemon;
    this.logs = new ShimLogs(log);
  }

  /// As [ShimPrograms#find], where programs are looked for at the moment.
  public Path find(String runtime) {
    return programs.find(runtime, daemon.environment().path());
  }

  /// As [ShimInfo#ask].
  public TypedValue info(Call call, TypedValue question) {
    return new ShimInfo(programs, daemon.environment()).ask(call, question);
  }

  public ShimCommand command(Path program, String namespace, String id, Path bundle) {
    return new ShimCommand(daemon, program, namespace, id, bundle);
  }

  /// As [ShimConnection#open].
  public ShimConnection connect(Bootstrap shim, String namespace, Duration within)
      throws IOException {
    return ShimConnection.open(loop, shim, namespace, within);
  }

  /// As [ControlGroups#join], on this machine.
  public void join(String group, int pid) throws IOException {
    ControlGroups.ofMachine().join(group, pid);
  }

  /// As [ShimLogs#open].
  public ShimLogs.Reading readLog(ShimLayout.Bundle bundle) throws IOException {
    return logs.open(bundle);
  }

  @Override
  public void close() {
    logs.close();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
