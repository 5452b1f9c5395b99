package dev.gantry.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.Digest;
import dev.gantry.proto.services.content.v1.ContentGrpc;
import dev.gantry.proto.services.content.v1.WriteAction;
import dev.gantry.proto.services.content.v1.WriteContentRequest;
import dev.gantry.proto.services.content.v1.WriteContentResponse;
import dev.gantry.proxy.wire.UnixServer;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What goes over the wire while an ingest is written. What comes of it is tried by the contract
/// suites against a whole daemon.
@Timeout(60)
class RemoteContentWriterTest {
  private static final Call CALL = Call.DAEMON.in("ns");
  private static final Digest DIGEST = Digest.parse("sha256:" + "ab".repeat(32));

  @TempDir private Path folder;
  private final Ingests ingests = new Ingests();
  private UnixServer server;
  private ContentWriter writer;

  @BeforeEach
  void start() {
    server = new UnixServer(folder, ingests);
    writer = new RemoteContentStore(server.channel()).writer(CALL, new Ingest("ref", 9, null));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// Remembers messages and answers them, but keeps the answers back when told to.
  private static final class Ingests extends ContentGrpc.ContentImplBase {
    private final List<WriteContentRequest> messages =
        Collections.synchronizedList(new ArrayList<>());

    @Override
    public StreamObserver<WriteContentRequest> write(StreamObserver<WriteContentResponse> answers) {
      return new StreamObserver<>() {
        @Override
        public void onNext(WriteContentRequest message) {
          messages.add(message);
          if (message.getLabelsMap().containsKey("fail")) {
            answers.onError(
                Status.FAILED_PRECONDITION
                    .withDescription("refused: failed precondition")
                    .asRuntimeException());
            return;
          }
          long offset = message.getOffset() + message.getData().size();
          answers.onNext(
              WriteContentResponse.newBuilder()
                  .setAction(message.getAction())
                  .setOffset(message.getAction() == WriteAction.STAT ? 5 : offset)
                  .setDigest(DIGEST.toString())
                  .build());
        }

        @Override
        public void onError(Throwable thrown) {
          messages.add(WriteContentRequest.newBuilder().setRef("cancelled").build());
        }

        @Override
        public void onCompleted() {
          messages.add(WriteContentRequest.newBuilder().setRef("completed").build());
          answers.onCompleted();
        }
      };
    }
  }

  @Test
  void opensWithRefAndTotal() {
    WriteContentRequest first = ingests.messages.getFirst();

    assertEquals(WriteAction.STAT, first.getAction());
    assertEquals("ref", first.getRef());
    assertEquals(9, first.getTotal());
  }

  @Test
  void writesChunksOfOneMebibyteAtTheirPlaces() {
    writer.write(ByteBuffer.allocate((10 << 20) + 3));
    assertEquals(DIGEST, writer.digest());

    List<WriteContentRequest> written = ingests.messages.subList(1, ingests.messages.size());
    assertEquals(11, written.size());
    for (int i = 0; i < 11; i++) {
      assertEquals(WriteAction.WRITE, written.get(i).getAction());
      assertEquals(5 + ((long) i << 20), written.get(i).getOffset());
      assertEquals(i < 10 ? 1 << 20 : 3, written.get(i).getData().size());
    }
  }

  @Test
  void commitsAtTheCurrentPlaceAndEndsTheStream() {
    writer.write(ByteBuffer.allocate(4));
    Digest digest = writer.commit(CALL, new Commit(9, null, Map.of("k", "v")));
    writer.close();

    assertEquals(DIGEST, digest);
    WriteContentRequest commit = ingests.messages.get(2);
    assertEquals(WriteAction.COMMIT, commit.getAction());
    assertEquals(9, commit.getOffset());
    assertEquals(9, commit.getTotal());
    assertEquals(Map.of("k", "v"), commit.getLabelsMap());
    assertEquals("completed", ingests.messages.getLast().getRef());
    assertEquals(4, ingests.messages.size());
  }

  @Test
  void aRefusedCommitIsThrownAndTheWriterStillCloses() {
    GantryException thrown =
        assertThrows(
            GantryException.class,
            () -> writer.commit(CALL, new Commit(0, null, Map.of("fail", "1"))));
    writer.close();
    writer.close();

    assertEquals(Fault.FAILED_PRECONDITION, thrown.fault());
  }

  @Test
  void closingWaitsUntilTheServerHasEndedTheStream() {
    writer.close();

    assertEquals("completed", ingests.messages.getLast().getRef());
  }

  @Test
  void aWriterOfALostServerFailsAndCloses() {
    server.close();

    GantryException thrown =
        assertThrows(
            GantryException.class,
            () -> {
              writer.write(ByteBuffer.allocate(10));
              writer.digest();
            });
    writer.close();

    assertEquals(Fault.UNAVAILABLE, thrown.fault());
  }

  @Test
  void aCallerWithoutPatienceCommitsNothing() {
    Call impatient =
        CALL.with(
            () -> {
              throw Fault.CANCELLED.because("");
            });

    GantryException thrown =
        assertThrows(GantryException.class, () -> writer.commit(impatient, new Commit(9, DIGEST)));
    writer.close();

    assertEquals(Fault.CANCELLED, thrown.fault());
    assertEquals(
        List.of("ref", "completed"),
        ingests.messages.stream().map(WriteContentRequest::getRef).toList());
  }
}
