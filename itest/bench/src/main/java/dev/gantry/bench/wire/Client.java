package dev.gantry.bench.wire;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import dev.gantry.bench.process.Daemon;
import dev.gantry.bench.process.Failure;
import dev.gantry.proto.services.content.v1.ContentGrpc;
import dev.gantry.proto.services.content.v1.DeleteContentRequest;
import dev.gantry.proto.services.content.v1.ReadContentRequest;
import dev.gantry.proto.services.events.v1.EventsGrpc;
import dev.gantry.proto.services.events.v1.PublishRequest;
import dev.gantry.proto.services.leases.v1.CreateRequest;
import dev.gantry.proto.services.leases.v1.DeleteRequest;
import dev.gantry.proto.services.leases.v1.LeasesGrpc;
import dev.gantry.proto.services.version.v1.VersionGrpc;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;

/// A client with one connection to one daemon; each call is bounded and fails as [Failure]. Of one
/// thread.
public final class Client implements AutoCloseable {
  private static final long SECONDS = 120;
  private static final String EXPIRE = "containerd.io/gc.expire";

  private final String daemon;
  private final ManagedChannel channel;

  public Client(Channels channels, Daemon daemon) {
    this.daemon = daemon.name();
    this.channel = channels.open(daemon);
  }

  private interface Call<T> {
    T make();
  }

  private <T> T bounded(String what, Call<T> call) {
    try {
      return call.make();
    } catch (StatusRuntimeException e) {
      throw new Failure(daemon + ", " + what + ": " + e.getStatus(), e);
    }
  }

  /// Whether it answers; one that is not ready yet does not.
  public boolean answersVersion() {
    return bounded(
        "Version",
        () -> {
          try {
            VersionGrpc.newBlockingStub(channel)
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                .version(Empty.getDefaultInstance());
            return true;
          } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.UNAVAILABLE) {
              return false;
            }
            throw e;
          }
        });
  }

  /// Publishes an event that nobody waits for.
  public void publish(String topic) {
    PublishRequest request =
        PublishRequest.newBuilder().setTopic(topic).setEvent(Any.getDefaultInstance()).build();
    bounded(
        "Events.Publish",
        () ->
            EventsGrpc.newBlockingStub(channel)
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                .publish(request));
  }

  /// Whether somebody serves a method.
  public boolean knows(MethodDescriptor<Empty, Empty> method) {
    return bounded(
        method.getFullMethodName(),
        () -> {
          try {
            CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
            ClientCalls.blockingUnaryCall(channel, method, options, Empty.getDefaultInstance());
            return true;
          } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
              return false;
            }
            throw e;
          }
        });
  }

  /// A lease as containerd's own clients make them: with an id and a time at which it expires.
  public void createLease(String id, String expires) {
    CreateRequest request = CreateRequest.newBuilder().setId(id).putLabels(EXPIRE, expires).build();
    bounded("Leases.Create \"" + id + "\"", () -> leases().create(request));
  }

  /// Has everything collected that nothing refers to, and waits for it.
  public void collect() {
    CreateRequest request = CreateRequest.newBuilder().setId("collect").build();
    bounded("Leases.Create", () -> leases().create(request));
    DeleteRequest deletion = DeleteRequest.newBuilder().setId("collect").setSync(true).build();
    bounded("Leases.Delete", () -> leases().delete(deletion));
  }

  private LeasesGrpc.LeasesBlockingStub leases() {
    return LeasesGrpc.newBlockingStub(channel).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
  }

  /// Writes a blob as containerd's own clients do, each chunk after the answer to the one before.
  public void write(Blob blob, String ref) {
    new BlobWriter(channel, daemon, ref).write(blob);
  }

  /// Reads a blob to its end.
  ///
  /// @return its bytes
  public long read(String digest) {
    ReadContentRequest request = ReadContentRequest.newBuilder().setDigest(digest).build();
    return bounded(
        "Content.Read " + digest,
        () -> {
          long bytes = 0;
          var messages =
              ContentGrpc.newBlockingStub(channel)
                  .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                  .read(request);
          while (messages.hasNext()) {
            bytes += messages.next().getData().size();
          }
          return bytes;
        });
  }

  public void deleteBlob(String digest) {
    DeleteContentRequest request = DeleteContentRequest.newBuilder().setDigest(digest).build();
    bounded(
        "Content.Delete " + digest,
        () ->
            ContentGrpc.newBlockingStub(channel)
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                .delete(request));
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
