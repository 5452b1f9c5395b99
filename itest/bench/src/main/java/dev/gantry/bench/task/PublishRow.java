package dev.gantry.bench.task;

import com.google.protobuf.Any;
import dev.gantry.bench.process.Contender;
import dev.gantry.bench.process.Daemon;
import dev.gantry.bench.report.Goal;
import dev.gantry.bench.report.Line;
import dev.gantry.bench.report.Samples;
import dev.gantry.bench.row.Lab;
import dev.gantry.bench.row.Plan;
import dev.gantry.bench.row.Row;
import dev.gantry.bench.row.Turns;
import dev.gantry.proto.events.NamespaceCreate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// How long the program takes that shims without ttrpc call to tell of an event.
public final class PublishRow implements Row {
  private static final long SECONDS = 60;

  @Override
  public String name() {
    return "publish";
  }

  @Override
  public String text() {
    return "gantry publish and containerd publish, from exec to exit";
  }

  @Override
  public List<Line> measure(Lab lab, Plan plan) throws IOException {
    Samples containerd = new Samples();
    Samples gantry = new Samples();
    Contender peer = lab.containerd();
    Contender ours = lab.gantry();
    Path peerFolder = lab.fresh(peer);
    Path ourFolder = lab.fresh(ours);
    try (Daemon peerDaemon = lab.start(peer, peerFolder);
        Daemon ourDaemon = lab.start(ours, ourFolder)) {
      Path event = Files.write(ourFolder.resolve("event"), event().toByteArray());
      Turns.take(
          plan.rounds(30),
          List.of(
              _ -> containerd.add(publish(peerDaemon, event)),
              _ -> gantry.add(publish(ourDaemon, event))));
    } finally {
      lab.remove(peerFolder);
      lab.remove(ourFolder);
    }
    return List.of(Line.of("publish, exec to exit, ms", containerd, gantry, new Goal.AtMost(150)));
  }

  private static Any event() {
    return Any.newBuilder()
        .setTypeUrl("containerd.events.NamespaceCreate")
        .setValue(NamespaceCreate.newBuilder().setName("told").build().toByteString())
        .build();
  }

  private static double publish(Daemon daemon, Path event) {
    long begin = System.nanoTime();
    daemon.publish(SECONDS, event);
    return (System.nanoTime() - begin) / 1e6;
  }
}
