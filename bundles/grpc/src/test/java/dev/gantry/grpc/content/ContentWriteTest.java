package dev.gantry.grpc.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.gantry.api.types.Digest;
import dev.gantry.grpc.wire.Loopback;
import dev.gantry.grpc.wire.Times;
import dev.gantry.proto.services.content.v1.WriteAction;
import dev.gantry.proto.services.content.v1.WriteContentRequest;
import dev.gantry.proto.services.content.v1.WriteContentResponse;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ContentWriteTest {
  private static final byte[] HELLO = "hello".getBytes(UTF_8);
  private static final Digest DIGEST = MemoryContent.digest(HELLO);

  private final MemoryContent content = new MemoryContent();
  private final Loopback loopback = new Loopback(new ContentService(content).definition());

  @AfterEach
  void stop() {
    loopback.close();
  }

  @Test
  void bytesBecomeABlobAtTheCommit() throws InterruptedException {
    WriteClient write = new WriteClient(loopback);

    WriteContentResponse written =
        write.ask(message(WriteAction.WRITE).setRef("r").setData(hello()));
    WriteContentResponse committed =
        write.ask(
            message(WriteAction.COMMIT)
                .setOffset(5)
                .setTotal(5)
                .setExpected(DIGEST.toString())
                .putLabels("a", "b"));

    assertEquals(WriteAction.WRITE, written.getAction());
    assertEquals(5, written.getOffset());
    assertEquals(DIGEST.toString(), written.getDigest());
    assertFalse(written.hasStartedAt());
    assertEquals(WriteAction.COMMIT, committed.getAction());
    assertEquals(5, committed.getOffset());
    assertEquals(DIGEST.toString(), committed.getDigest());
    assertEquals(committed, write.answer(), "the last answer comes twice");
    assertEquals(Code.OK, write.end().getCode());
    assertArrayEquals(HELLO, content.blobs.get(DIGEST));
    assertEquals(Map.of("a", "b"), content.labels.get(DIGEST));
    assertTrue(content.locked.isEmpty());
  }

  @Test
  void labelsOfOtherMessagesAreIgnored() throws InterruptedException {
    WriteClient write = new WriteClient(loopback);

    write.ask(
        message(WriteAction.WRITE).setRef("r").setData(hello()).putLabels("a", "not of the blob"));
    write.ask(message(WriteAction.COMMIT).setOffset(5));

    assertEquals(Map.of(), content.labels.get(DIGEST));
  }

  @Test
  void statTellsHowFarItIsAndStaysInLaterAnswers() throws InterruptedException {
    content.ingests.put("r", new ByteArrayOutputStream());
    content.ingests.get("r").writeBytes(HELLO);
    WriteClient write = new WriteClient(loopback);

    WriteContentResponse stat = write.ask(message(WriteAction.STAT).setRef("r").setTotal(10));
    WriteContentResponse written =
        write.ask(message(WriteAction.WRITE).setOffset(5).setData(hello()));

    assertEquals(5, stat.getOffset());
    assertEquals(10, stat.getTotal());
    assertEquals(DIGEST.toString(), stat.getDigest());
    assertEquals(MemoryContent.THEN, Times.from(stat.getStartedAt()));
    assertEquals(MemoryContent.THEN, Times.from(stat.getUpdatedAt()));
    assertEquals(10, written.getOffset());
    assertEquals(10, written.getTotal());
    assertEquals(MemoryContent.THEN, Times.from(written.getStartedAt()));
  }

  @Test
  void halfCloseKeepsTheBytesAndRepeatsTheLastAnswer() throws InterruptedException {
    WriteClient write = new WriteClient(loopback);

    WriteContentResponse written =
        write.ask(message(WriteAction.WRITE).setRef("r").setData(hello()));
    write.requests.onCompleted();

    assertEquals(written, write.answer());
    assertEquals(Code.OK, write.end().getCode());
    assertEquals(5, content.ingests.get("r").size());
    assertTrue(content.locked.isEmpty());
  }

  @Test
  void firstMessageNeedsARef() {
    WriteClient write = new WriteClient(loopback);

    write.requests.onNext(message(WriteAction.STAT).build());

    assertEquals(Code.INVALID_ARGUMENT, write.end().getCode());
    assertTrue(
        String.valueOf(write.end().getDescription())
            .startsWith("first message must have a reference"));
  }

  @Test
  void streamWithoutMessageIsRefused() {
    WriteClient write = new WriteClient(loopback);

    write.requests.onCompleted();

    assertEquals(Code.INVALID_ARGUMENT, write.end().getCode());
  }

  @Test
  void refOfLaterMessagesIsIgnored() throws InterruptedException {
    WriteClient write = new WriteClient(loopback);

    write.ask(message(WriteAction.WRITE).setRef("r").setData(hello()));
    write.ask(message(WriteAction.WRITE).setRef("other").setOffset(5).setData(hello()));

    assertEquals(10, content.ingests.get("r").size());
  }

  @Test
  void wrongOffsetIsOutOfRangeAndKeepsTheIngest() throws InterruptedException {
    WriteClient write = new WriteClient(loopback);

    write.ask(message(WriteAction.WRITE).setRef("r").setData(hello()));
    write.requests.onNext(message(WriteAction.WRITE).setOffset(3).setData(hello()).build());

    assertEquals(Code.OUT_OF_RANGE, write.end().getCode());
    assertEquals(
        "write @3 must occur at current offset 5: out of range", write.end().getDescription());
    assertEquals(5, content.ingests.get("r").size());
    assertTrue(content.locked.isEmpty());
  }

  @Test
  void offsetZeroBeginsAnew() throws InterruptedException {
    WriteClient write = new WriteClient(loopback);

    write.ask(message(WriteAction.WRITE).setRef("r").setData(hello()));
    WriteContentResponse again =
        write.ask(message(WriteAction.WRITE).setData(ByteString.copyFromUtf8("hi")));

    assertEquals(2, again.getOffset());
    assertEquals("hi", content.ingests.get("r").toString(UTF_8));
  }

  @Test
  void commitWithoutOffsetTruncates() throws InterruptedException {
    WriteClient write = new WriteClient(loopback);

    write.ask(message(WriteAction.WRITE).setRef("r").setData(hello()));
    WriteContentResponse committed = write.ask(message(WriteAction.COMMIT));

    assertEquals(0, committed.getOffset());
    assertEquals(MemoryContent.digest(new byte[0]).toString(), committed.getDigest());
  }

  @Test
  void failedCommitKeepsTheIngest() throws InterruptedException {
    WriteClient write = new WriteClient(loopback);

    write.ask(message(WriteAction.WRITE).setRef("r").setData(hello()));
    write.requests.onNext(message(WriteAction.COMMIT).setOffset(5).setTotal(6).build());

    assertEquals(Code.FAILED_PRECONDITION, write.end().getCode());
    assertEquals(5, content.ingests.get("r").size());
    assertTrue(content.locked.isEmpty());
  }

  @Test
  void totalOfTheFirstMessageCountsAtTheCommit() throws InterruptedException {
    WriteClient write = new WriteClient(loopback);

    write.ask(message(WriteAction.WRITE).setRef("r").setTotal(6).setData(hello()));
    write.requests.onNext(message(WriteAction.COMMIT).setOffset(5).build());

    assertEquals(Code.FAILED_PRECONDITION, write.end().getCode());
  }

  @Test
  void expectedBlobThatIsThereEndsTheOpening() {
    content.add(HELLO);
    WriteClient write = new WriteClient(loopback);

    write.requests.onNext(
        message(WriteAction.STAT).setRef("r").setExpected(DIGEST.toString()).build());

    assertEquals(Code.ALREADY_EXISTS, write.end().getCode());
    assertEquals("content " + DIGEST + ": already exists", write.end().getDescription());
  }

  @Test
  void expectedBlobThatCameMeanwhileEndsTheIngest() throws InterruptedException {
    WriteClient write = new WriteClient(loopback);

    write.ask(message(WriteAction.WRITE).setRef("r").setData(hello()));
    content.add(HELLO);
    write.requests.onNext(
        message(WriteAction.COMMIT).setOffset(5).setExpected(DIGEST.toString()).build());

    assertEquals(Code.ALREADY_EXISTS, write.end().getCode());
    assertEquals(
        "blob with expected digest " + DIGEST + " exists: already exists",
        write.end().getDescription());
    assertTrue(content.ingests.isEmpty());
    assertTrue(content.locked.isEmpty());
  }

  @Test
  void secondWriterOfARefIsUnavailable() throws InterruptedException {
    new WriteClient(loopback).ask(message(WriteAction.STAT).setRef("r"));
    WriteClient second = new WriteClient(loopback);

    second.requests.onNext(message(WriteAction.STAT).setRef("r").build());

    assertEquals(Code.UNAVAILABLE, second.end().getCode());
  }

  @Test
  void clientThatGoesFreesTheRef() throws InterruptedException {
    WriteClient write = new WriteClient(loopback);

    write.ask(message(WriteAction.WRITE).setRef("r").setData(hello()));
    write.requests.onError(Status.CANCELLED.asRuntimeException());
    while (!content.locked.isEmpty()) {
      Thread.onSpinWait();
    }

    assertEquals(5, content.ingests.get("r").size());
  }

  @Test
  void manyMessagesKeepTheirOrder() throws InterruptedException {
    WriteClient write = new WriteClient(loopback);
    int messages = 500;

    write.ask(message(WriteAction.STAT).setRef("r"));
    for (int i = 0; i < messages; i++) {
      write.requests.onNext(
          message(WriteAction.WRITE).setOffset(i * 4L).setData(number(i)).build());
    }
    for (int i = 0; i < messages; i++) {
      write.answer();
    }

    byte[] written = content.ingests.get("r").toByteArray();
    assertEquals(messages * 4, written.length);
    assertEquals(number(messages - 1), ByteString.copyFrom(written, written.length - 4, 4));
  }

  private static ByteString number(int i) {
    return ByteString.copyFromUtf8(String.format("%04d", i));
  }

  private static ByteString hello() {
    return ByteString.copyFrom(HELLO);
  }

  private static WriteContentRequest.Builder message(WriteAction action) {
    return WriteContentRequest.newBuilder().setAction(action);
  }
}
