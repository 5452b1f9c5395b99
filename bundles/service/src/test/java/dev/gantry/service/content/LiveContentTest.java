package dev.gantry.service.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentInfo;
import dev.gantry.api.content.ContentReader;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.types.Digest;
import dev.gantry.service.Counted;
import dev.gantry.service.FakeDatabase;
import dev.gantry.service.Recorder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LiveContentTest {
  private static final Call CALL = Call.DAEMON.in("test");
  private static final Digest DIGEST = Digest.parse("sha256:" + "ab".repeat(32));
  private static final ContentInfo INFO =
      new ContentInfo(DIGEST, 1, Instant.EPOCH, Instant.EPOCH, Map.of());
  private static final IngestStatus STATUS =
      new IngestStatus("r", 1, 2, null, Instant.EPOCH, Instant.EPOCH);

  private final Recorder reader = new Recorder(Map.of(long.class, 5L, int.class, 3));
  private final Recorder writer =
      new Recorder(Map.of(Digest.class, DIGEST, IngestStatus.class, STATUS));
  private final Recorder store =
      new Recorder(
          Map.of(
              ContentInfo.class,
              INFO,
              IngestStatus.class,
              STATUS,
              List.class,
              List.of(STATUS),
              ContentReader.class,
              reader.as(ContentReader.class),
              ContentWriter.class,
              writer.as(ContentWriter.class)));
  private final Counted<MetadataDatabase> metadata =
      new Counted<>(new Database(store.as(ContentStore.class)));
  private final LiveContent content = new LiveContent(metadata);

  @Test
  void everyCallReachesTheDatabase() {
    Map<Class<?>, Object> arguments =
        Map.of(
            Call.class,
            CALL,
            Digest.class,
            DIGEST,
            Map.class,
            Map.of("a", "b"),
            List.class,
            List.of("labels.a"),
            Filter.class,
            Filter.ALL,
            Consumer.class,
            (Consumer<Object>) info -> {},
            String.class,
            "r");

    Recorder.handsOnEverything(ContentStore.class, content, store, arguments, "reader", "writer");

    assertEquals(0, metadata.uses.get());
  }

  @Test
  void readerKeepsTheDatabaseInUseUntilItIsClosed() {
    ContentReader held = content.reader(CALL, DIGEST);

    Recorder.handsOnEverything(
        ContentReader.class,
        held,
        reader,
        Map.of(ByteBuffer.class, ByteBuffer.allocate(1), long.class, 7L),
        "close");
    assertEquals(1, metadata.uses.get());
    held.close();

    assertEquals(0, metadata.uses.get());
    assertEquals("close[]", reader.calls.getLast());
  }

  @Test
  void writerKeepsTheDatabaseInUseUntilItIsClosed() {
    ContentWriter held = content.writer(CALL, new Ingest("r"));

    Recorder.handsOnEverything(
        ContentWriter.class,
        held,
        writer,
        Map.of(
            ByteBuffer.class,
            ByteBuffer.allocate(1),
            long.class,
            7L,
            Call.class,
            CALL,
            Commit.class,
            new Commit(1, DIGEST)),
        "close");
    assertEquals(1, metadata.uses.get());
    held.close();

    assertEquals(0, metadata.uses.get());
    assertEquals("close[]", writer.calls.getLast());
  }

  @Test
  void failedOpeningHoldsNothing() {
    metadata.exchange(new FakeDatabase());

    assertThrows(UnsupportedOperationException.class, () -> content.writer(CALL, new Ingest("r")));
    assertThrows(UnsupportedOperationException.class, () -> content.reader(CALL, DIGEST));

    assertEquals(0, metadata.uses.get());
  }

  @Test
  void withoutDatabaseItIsUnavailable() {
    metadata.takeAway();

    GantryException e = assertThrows(GantryException.class, () -> content.info(CALL, DIGEST));

    assertEquals(Fault.UNAVAILABLE, e.fault());
  }

  private static final class Database extends FakeDatabase {
    private final ContentStore content;

    Database(ContentStore content) {
      this.content = content;
    }

    @Override
    public ContentStore content() {
      return content;
    }
  }
}
