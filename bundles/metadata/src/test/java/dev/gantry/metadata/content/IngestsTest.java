package dev.gantry.metadata.content;

import static dev.gantry.metadata.Faults.assertFault;
import static dev.gantry.metadata.House.CALL;
import static dev.gantry.metadata.House.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.content.Commit;
import dev.gantry.api.content.ContentStore;
import dev.gantry.api.content.ContentWriter;
import dev.gantry.api.content.Ingest;
import dev.gantry.api.content.IngestStatus;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.filters.Filter;
import dev.gantry.metadata.House;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestsTest {
  @TempDir Path directory;
  private House house;
  private ContentStore content;

  @BeforeEach
  void open() {
    house = new House(directory);
    content = house.content();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void begin(Call call, String ref, String text) {
    try (ContentWriter writer = content.writer(call, new Ingest(ref, 100, null))) {
      writer.write(utf8(text));
    }
  }

  @Test
  void statusSpeaksOfTheClientsRef() {
    begin(CALL, "layer/1", "hel");

    IngestStatus status = content.status(CALL, "layer/1");

    assertEquals("layer/1", status.ref());
    assertEquals(3, status.offset());
    assertEquals(100, status.total());
    assertNull(status.expected());
  }

  @Test
  void backendSeesNamespaceNumberAndRef() {
    begin(CALL, "layer/1", "hel");

    String ref = house.bytes.statuses(CALL, Filter.ALL).getFirst().ref();

    assertTrue(Pattern.matches("ns/[0-9]+/layer/1", ref), ref);
  }

  @Test
  void laterWriterGoesOnWhereTheBytesEnd() {
    begin(CALL, "ref", "hel");
    house.reopen();

    try (ContentWriter writer = house.content().writer(CALL, new Ingest("ref"))) {
      assertEquals(3, writer.status().offset());
      writer.write(utf8("lo"));
      writer.commit(CALL, new Commit(5, House.digest("hello")));
    }

    assertEquals("hello", house.read(CALL, House.digest("hello")));
  }

  @Test
  void secondWriterOfARefIsUnavailable() {
    try (ContentWriter writer = content.writer(CALL, new Ingest("ref"))) {
      writer.write(utf8("x"));

      String message =
          String.valueOf(
              assertFault(Fault.UNAVAILABLE, () -> content.writer(CALL, new Ingest("ref")).close())
                  .getMessage());
      assertTrue(message.matches("ref ns/[0-9]+/ref locked for .*: unavailable"), message);
      content.writer(CALL.in("other"), new Ingest("ref")).close();
    }
    assertEquals(1, content.status(CALL, "ref").offset());
  }

  @Test
  void statusesAreInOrderFilteredAndWithoutVanishedOnes() {
    begin(CALL, "b", "1");
    begin(CALL, "a", "2");
    begin(CALL, "c", "3");
    begin(CALL.in("other"), "d", "4");
    house.bytes.abort(CALL, refOf("c"));

    assertEquals(
        List.of("a", "b"),
        content.statuses(CALL, Filter.ALL).stream().map(IngestStatus::ref).toList());
    assertEquals(
        List.of("b"),
        content.statuses(CALL, Filter.parse(List.of("ref==b"))).stream()
            .map(IngestStatus::ref)
            .toList());
    assertFault(Fault.NOT_FOUND, () -> content.status(CALL, "c"));
  }

  private String refOf(String ref) {
    return house.bytes.statuses(CALL, Filter.ALL).stream()
        .map(IngestStatus::ref)
        .filter(name -> name.endsWith("/" + ref))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void abortForgetsRecordAndBytes() {
    begin(CALL, "ref", "hel");

    content.abort(CALL, "ref");

    assertEquals(List.of(), house.bytes.statuses(CALL, Filter.ALL));
    assertFault(Fault.NOT_FOUND, () -> content.abort(CALL, "ref"));
    assertFault(Fault.NOT_FOUND, () -> content.status(CALL, "ref"));
  }

  @Test
  void abortOfAnOpenWriterIsFineAndItsCommitTouchesNoOther() {
    try (ContentWriter old = content.writer(CALL, new Ingest("ref"))) {
      old.write(utf8("old"));
      content.abort(CALL, "ref");
      begin(CALL, "ref", "newer");

      assertFault(Fault.ABORTED, () -> old.commit(CALL, new Commit(3, null, Map.of())));
    }

    assertEquals(5, content.status(CALL, "ref").offset());
    assertEquals(List.of(), house.blobs());
  }
}
