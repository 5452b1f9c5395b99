package dev.gantry.grpc.content;

import static dev.gantry.grpc.wire.Faults.fails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import dev.gantry.api.types.Digest;
import dev.gantry.grpc.wire.Loopback;
import dev.gantry.grpc.wire.Times;
import dev.gantry.proto.services.content.v1.AbortRequest;
import dev.gantry.proto.services.content.v1.ContentGrpc;
import dev.gantry.proto.services.content.v1.DeleteContentRequest;
import dev.gantry.proto.services.content.v1.Info;
import dev.gantry.proto.services.content.v1.InfoRequest;
import dev.gantry.proto.services.content.v1.ListContentRequest;
import dev.gantry.proto.services.content.v1.ListContentResponse;
import dev.gantry.proto.services.content.v1.ListStatusesRequest;
import dev.gantry.proto.services.content.v1.ReadContentRequest;
import dev.gantry.proto.services.content.v1.ReadContentResponse;
import dev.gantry.proto.services.content.v1.Status;
import dev.gantry.proto.services.content.v1.StatusRequest;
import dev.gantry.proto.services.content.v1.UpdateRequest;
import io.grpc.Status.Code;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ContentServiceTest {
  private final MemoryContent content = new MemoryContent();
  private final Loopback loopback = new Loopback(new ContentService(content).definition());
  private final ContentGrpc.ContentBlockingStub client =
      ContentGrpc.newBlockingStub(loopback.in("test"));

  @AfterEach
  void stop() {
    loopback.close();
  }

  @Test
  void infoTellsTheBlob() {
    Digest digest = content.add("hello".getBytes(UTF_8));
    content.labels.put(digest, Map.of("a", "b"));

    Info info =
        client.info(InfoRequest.newBuilder().setDigest(digest.toString()).build()).getInfo();

    assertEquals(digest.toString(), info.getDigest());
    assertEquals(5, info.getSize());
    assertEquals(Map.of("a", "b"), info.getLabelsMap());
    assertEquals(MemoryContent.THEN, Times.from(info.getCreatedAt()));
    assertEquals(MemoryContent.THEN, Times.from(info.getUpdatedAt()));
  }

  @Test
  void malformedDigestIsRefusedEverywhere() {
    fails(Code.INVALID_ARGUMENT, () -> client.info(InfoRequest.getDefaultInstance()));
    fails(Code.INVALID_ARGUMENT, () -> client.update(UpdateRequest.getDefaultInstance()));
    fails(
        Code.INVALID_ARGUMENT,
        () -> client.delete(DeleteContentRequest.newBuilder().setDigest("sha256:ab").build()));
    fails(
        Code.INVALID_ARGUMENT,
        () -> client.read(ReadContentRequest.newBuilder().setDigest("md5:ab").build()).next());
  }

  @Test
  void updateFollowsTheMask() {
    Digest digest = content.add("hello".getBytes(UTF_8));
    content.labels.put(digest, Map.of("a", "1", "b", "2"));

    Info info =
        client
            .update(
                UpdateRequest.newBuilder()
                    .setInfo(Info.newBuilder().setDigest(digest.toString()).putLabels("a.x/y", "3"))
                    .setUpdateMask(FieldMask.newBuilder().addPaths("labels.a.x/y"))
                    .build())
            .getInfo();

    assertEquals(Map.of("a", "1", "b", "2", "a.x/y", "3"), info.getLabelsMap());
  }

  @Test
  void listComesInBlocksOfAHundred() {
    for (int i = 0; i < 250; i++) {
      content.add(("blob " + i).getBytes(UTF_8));
    }
    List<Integer> sizes = new ArrayList<>();
    List<String> digests = new ArrayList<>();

    Iterator<ListContentResponse> answers = client.list(ListContentRequest.getDefaultInstance());
    while (answers.hasNext()) {
      List<Info> block = answers.next().getInfoList();
      sizes.add(block.size());
      block.forEach(info -> digests.add(info.getDigest()));
    }

    assertEquals(List.of(100, 100, 50), sizes);
    assertEquals(digests.stream().sorted().toList(), digests);
  }

  @Test
  void emptyListSendsNothing() {
    assertFalse(client.list(ListContentRequest.getDefaultInstance()).hasNext());
  }

  @Test
  void listRefusesABadFilter() {
    fails(
        Code.INVALID_ARGUMENT,
        () -> client.list(ListContentRequest.newBuilder().addFilters("==").build()).hasNext());
  }

  @Test
  void deletedBlobIsGone() {
    Digest digest = content.add("hello".getBytes(UTF_8));
    DeleteContentRequest request =
        DeleteContentRequest.newBuilder().setDigest(digest.toString()).build();

    client.delete(request);

    fails(Code.NOT_FOUND, "content " + digest + ": not found", () -> client.delete(request));
  }

  @Test
  void readComesInChunksOfAMebibyte() {
    byte[] blob = new byte[(2 << 20) + 17];
    new Random(1).nextBytes(blob);
    Digest digest = content.add(blob);

    List<ReadContentResponse> chunks = read(digest, 0, 0);

    assertEquals(
        List.of(1 << 20, 1 << 20, 17), chunks.stream().map(c -> c.getData().size()).toList());
    assertEquals(
        List.of(0L, 1L << 20, 2L << 20),
        chunks.stream().map(ReadContentResponse::getOffset).toList());
    assertArrayEquals(blob, bytes(chunks));
    assertEquals(0, content.openReaders.get());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, hello",
    "-3, 0, hello",
    "2, 0, llo",
    "2, 2, ll",
    "2, -1, llo",
    "1, 99, ello",
    "0, 2, he"
  })
  void readTakesAPart(long offset, long size, String expected) {
    Digest digest = content.add("hello".getBytes(UTF_8));

    List<ReadContentResponse> chunks = read(digest, offset, size);

    assertEquals(expected, new String(bytes(chunks), UTF_8));
    assertEquals(0, chunks.getFirst().getOffset());
  }

  @Test
  void readAtTheEndIsEmpty() {
    assertTrue(read(content.add("hello".getBytes(UTF_8)), 5, 0).isEmpty());
  }

  @Test
  void readPastTheEndIsOutOfRange() {
    Digest digest = content.add("hello".getBytes(UTF_8));

    fails(Code.OUT_OF_RANGE, () -> read(digest, 6, 0));
  }

  @Test
  void readOfNoBlobIsNotFound() {
    fails(Code.NOT_FOUND, () -> read(MemoryContent.digest(new byte[0]), 0, 0));
  }

  @Test
  void statusTellsTheIngest() {
    content.ingests.put("r", new ByteArrayOutputStream());
    content.ingests.get("r").writeBytes(new byte[9]);

    Status status = client.status(StatusRequest.newBuilder().setRef("r").build()).getStatus();

    assertEquals("r", status.getRef());
    assertEquals(9, status.getOffset());
    assertEquals(77, status.getTotal());
    assertEquals("", status.getExpected());
    assertEquals(MemoryContent.THEN, Times.from(status.getStartedAt()));
  }

  @Test
  void statusesAreFilteredByRef() {
    content.ingests.put("r1", new ByteArrayOutputStream());
    content.ingests.put("r2", new ByteArrayOutputStream());

    List<Status> statuses =
        client
            .listStatuses(ListStatusesRequest.newBuilder().addFilters("ref==r2").build())
            .getStatusesList();

    assertEquals(List.of("r2"), statuses.stream().map(Status::getRef).toList());
  }

  @Test
  void whatAsksForIngestsMayTakeLong() {
    content.ingests.put("r", new ByteArrayOutputStream());

    client.status(StatusRequest.newBuilder().setRef("r").build());
    client.listStatuses(ListStatusesRequest.getDefaultInstance());
    client.abort(AbortRequest.newBuilder().setRef("r").build());

    String service = "containerd.services.content.v1.Content/";
    assertEquals(
        Set.of(service + "Status", service + "ListStatuses", service + "Abort"), content.threads);
  }

  @Test
  void abortForgetsTheIngest() {
    content.ingests.put("r", new ByteArrayOutputStream());

    client.abort(AbortRequest.newBuilder().setRef("r").build());

    fails(Code.NOT_FOUND, () -> client.abort(AbortRequest.newBuilder().setRef("r").build()));
  }

  private List<ReadContentResponse> read(Digest digest, long offset, long size) {
    List<ReadContentResponse> chunks = new ArrayList<>();
    client
        .read(
            ReadContentRequest.newBuilder()
                .setDigest(digest.toString())
                .setOffset(offset)
                .setSize(size)
                .build())
        .forEachRemaining(chunks::add);
    return chunks;
  }

  private static byte[] bytes(List<ReadContentResponse> chunks) {
    return chunks.stream()
        .map(ReadContentResponse::getData)
        .reduce(ByteString.EMPTY, ByteString::concat)
        .toByteArray();
  }
}
