package dev.gantry.grpc.snapshots;

import static dev.gantry.grpc.wire.Faults.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.FieldMask;
import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.snapshots.Cleaner;
import dev.gantry.api.snapshots.Kind;
import dev.gantry.api.snapshots.SnapshotInfo;
import dev.gantry.api.snapshots.Snapshotter;
import dev.gantry.api.snapshots.Snapshotters;
import dev.gantry.api.snapshots.Usage;
import dev.gantry.api.types.Mount;
import dev.gantry.grpc.wire.Loopback;
import dev.gantry.grpc.wire.Times;
import dev.gantry.proto.services.snapshots.v1.CleanupRequest;
import dev.gantry.proto.services.snapshots.v1.CommitSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.Info;
import dev.gantry.proto.services.snapshots.v1.ListSnapshotsRequest;
import dev.gantry.proto.services.snapshots.v1.ListSnapshotsResponse;
import dev.gantry.proto.services.snapshots.v1.MountsRequest;
import dev.gantry.proto.services.snapshots.v1.PrepareSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.RemoveSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.SnapshotsGrpc;
import dev.gantry.proto.services.snapshots.v1.StatSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.UpdateSnapshotRequest;
import dev.gantry.proto.services.snapshots.v1.UsageRequest;
import dev.gantry.proto.services.snapshots.v1.UsageResponse;
import dev.gantry.proto.services.snapshots.v1.ViewSnapshotRequest;
import io.grpc.Status.Code;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotsServiceTest {
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Set<String> threads = Collections.synchronizedSet(new LinkedHashSet<>());
  private final Snapshotters snapshotters =
      name ->
          switch (name) {
            case "plain" -> new Recording();
            case "cleaning" -> new Cleaning();
            case "" -> throw Fault.INVALID_ARGUMENT.because("snapshotter argument missing");
            default -> throw Fault.INVALID_ARGUMENT.because("snapshotter not loaded: " + name);
          };
  private final Loopback loopback = new Loopback(new SnapshotsService(snapshotters).definition());
  private final SnapshotsGrpc.SnapshotsBlockingStub client =
      SnapshotsGrpc.newBlockingStub(loopback.in("test"));

  @AfterEach
  void stop() {
    loopback.close();
  }

  @Test
  void prepareAndViewAnswerTheMounts() {
    var prepared =
        client.prepare(
            PrepareSnapshotRequest.newBuilder()
                .setSnapshotter("plain")
                .setKey("k")
                .setParent("p")
                .putLabels("a", "b")
                .build());
    client.view(
        ViewSnapshotRequest.newBuilder()
            .setSnapshotter("plain")
            .setKey("v")
            .setParent("p")
            .build());

    assertEquals("bind", prepared.getMounts(0).getType());
    assertEquals("/k", prepared.getMounts(0).getSource());
    assertEquals("sub", prepared.getMounts(0).getTarget());
    assertEquals(List.of("rw", "rbind"), prepared.getMounts(0).getOptionsList());
    assertEquals(List.of("prepare k p {a=b}", "view v p {}"), calls);
  }

  @Test
  void mountsAreAnsweredAgain() {
    var mounts =
        client.mounts(MountsRequest.newBuilder().setSnapshotter("plain").setKey("k").build());

    assertEquals("/k", mounts.getMounts(0).getSource());
  }

  @Test
  void commitAndRemoveHandOnAll() {
    client.commit(
        CommitSnapshotRequest.newBuilder()
            .setSnapshotter("plain")
            .setName("n")
            .setKey("k")
            .setParent("p")
            .putLabels("a", "b")
            .build());
    client.remove(RemoveSnapshotRequest.newBuilder().setSnapshotter("plain").setKey("n").build());

    assertEquals(List.of("commit n k p {a=b}", "remove n"), calls);
  }

  @Test
  void statTellsTheSnapshot() {
    Info info =
        client
            .stat(StatSnapshotRequest.newBuilder().setSnapshotter("plain").setKey("s1").build())
            .getInfo();

    assertEquals("s1", info.getName());
    assertEquals("s0", info.getParent());
    assertEquals(dev.gantry.proto.services.snapshots.v1.Kind.COMMITTED, info.getKind());
    assertEquals(THEN, Times.from(info.getCreatedAt()));
    assertEquals(THEN, Times.from(info.getUpdatedAt()));
    assertEquals(Map.of("a", "b"), info.getLabelsMap());
  }

  @Test
  void updateHandsOnTheMask() {
    client.update(
        UpdateSnapshotRequest.newBuilder()
            .setSnapshotter("plain")
            .setInfo(Info.newBuilder().setName("s").putLabels("x", "y"))
            .setUpdateMask(FieldMask.newBuilder().addPaths("labels.x"))
            .build());

    assertEquals(List.of("update s {x=y} [labels.x]"), calls);
  }

  @Test
  void listComesInBlocksOfAHundred() {
    Iterator<ListSnapshotsResponse> answers =
        client.list(ListSnapshotsRequest.newBuilder().setSnapshotter("plain").build());
    List<Integer> sizes = new ArrayList<>();
    answers.forEachRemaining(block -> sizes.add(block.getInfoCount()));

    assertEquals(List.of(100, 20), sizes);
  }

  @Test
  void listIsFiltered() {
    var answers =
        client.list(
            ListSnapshotsRequest.newBuilder()
                .setSnapshotter("plain")
                .addFilters("name==s7,kind==committed")
                .build());

    assertEquals("s7", answers.next().getInfo(0).getName());
  }

  @Test
  void listFailsAsUnknownOnceTheSnapshotterIsFound() {
    ListSnapshotsRequest request =
        ListSnapshotsRequest.newBuilder().setSnapshotter("plain").build();

    fails(
        Code.UNKNOWN,
        "namespace is required: failed precondition",
        () -> SnapshotsGrpc.newBlockingStub(loopback.channel()).list(request).hasNext());
    fails(Code.UNKNOWN, () -> client.list(request.toBuilder().addFilters("==").build()).hasNext());
    fails(
        Code.INVALID_ARGUMENT,
        "snapshotter argument missing: invalid argument",
        () -> client.list(ListSnapshotsRequest.getDefaultInstance()).hasNext());
  }

  @Test
  void snapshotterMustBeLoaded() {
    fails(
        Code.INVALID_ARGUMENT,
        "snapshotter not loaded: zfs: invalid argument",
        () -> client.stat(StatSnapshotRequest.newBuilder().setSnapshotter("zfs").build()));
  }

  @Test
  void usageTellsBytesAndInodes() {
    UsageResponse usage =
        client.usage(UsageRequest.newBuilder().setSnapshotter("plain").setKey("k").build());

    assertEquals(4096, usage.getSize());
    assertEquals(3, usage.getInodes());
  }

  @Test
  void cleanupIsForThoseThatCan() {
    client.cleanup(CleanupRequest.newBuilder().setSnapshotter("cleaning").build());

    assertEquals(List.of("cleanup"), calls);
    fails(
        Code.UNIMPLEMENTED,
        "snapshotter does not implement Cleanup method: not implemented",
        () -> client.cleanup(CleanupRequest.newBuilder().setSnapshotter("plain").build()));
  }

  @Test
  void whatMakesOrMeasuresSnapshotsMayTakeLong() {
    client.prepare(PrepareSnapshotRequest.newBuilder().setSnapshotter("plain").build());
    client.view(ViewSnapshotRequest.newBuilder().setSnapshotter("plain").build());
    client.commit(CommitSnapshotRequest.newBuilder().setSnapshotter("plain").build());
    client.usage(UsageRequest.newBuilder().setSnapshotter("plain").build());
    client.cleanup(CleanupRequest.newBuilder().setSnapshotter("cleaning").build());

    assertEquals(
        Stream.of("Prepare", "View", "Commit", "Usage", "Cleanup")
            .map(method -> "containerd.services.snapshots.v1.Snapshots/" + method)
            .toList(),
        List.copyOf(threads));
  }

  private class Recording implements Snapshotter {
    @Override
    public SnapshotInfo stat(Call call, String key) {
      threads.add(Thread.currentThread().getName());
      return new SnapshotInfo(Kind.COMMITTED, key, "s0", Map.of("a", "b"), THEN, THEN);
    }

    @Override
    public SnapshotInfo update(
        Call call, String key, Map<String, String> labels, List<String> paths) {
      threads.add(Thread.currentThread().getName());
      calls.add("update " + key + " " + labels + " " + paths);
      return stat(call, key);
    }

    @Override
    public Usage usage(Call call, String key) {
      threads.add(Thread.currentThread().getName());
      return new Usage(4096, 3);
    }

    @Override
    public List<Mount> mounts(Call call, String key) {
      threads.add(Thread.currentThread().getName());
      return List.of(new Mount("bind", "/" + key, "sub", List.of("rw", "rbind")));
    }

    @Override
    public List<Mount> prepare(Call call, String key, String parent, Map<String, String> labels) {
      calls.add("prepare " + key + " " + parent + " " + labels);
      return mounts(call, key);
    }

    @Override
    public List<Mount> view(Call call, String key, String parent, Map<String, String> labels) {
      calls.add("view " + key + " " + parent + " " + labels);
      return mounts(call, key);
    }

    @Override
    public void commit(
        Call call, String name, String key, String parent, Map<String, String> labels) {
      threads.add(Thread.currentThread().getName());
      calls.add("commit " + name + " " + key + " " + parent + " " + labels);
    }

    @Override
    public void remove(Call call, String key) {
      calls.add("remove " + key);
    }

    @Override
    public void walk(Call call, Filter filter, Consumer<SnapshotInfo> visitor) {
      call.namespace();
      for (int i = 0; i < 120; i++) {
        SnapshotInfo info = stat(call, "s" + i);
        if (filter.matches(info)) {
          visitor.accept(info);
        }
      }
    }
  }

  private final class Cleaning extends Recording implements Cleaner {
    @Override
    public void cleanup(Call call) {
      threads.add(Thread.currentThread().getName());
      calls.add("cleanup");
    }
  }
}
