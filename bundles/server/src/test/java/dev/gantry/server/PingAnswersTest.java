package dev.gantry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PingAnswersTest {
  private static final String ANSWER = "0000080601000000000102030405060708";
  private static final String PING = "0000080600000000000102030405060708";
  private static final String SETTINGS = "000000040100000000";

  private final EmbeddedChannel connection = new EmbeddedChannel(new PingAnswers());

  @BeforeEach
  void stopTheClock() {
    connection.freezeTime();
  }

  @AfterEach
  void close() {
    connection.finishAndReleaseAll();
  }

  @Test
  void anAnswerLeavesWithWhatComesNext() {
    send(ANSWER);
    assertEquals(List.of(), left());

    send(SETTINGS);

    assertEquals(List.of(ANSWER, SETTINGS), left());
  }

  @Test
  void anAnswerAloneLeavesAfterAMillisecond() {
    send(ANSWER);
    after(999);
    assertEquals(List.of(), left());

    after(1);

    assertEquals(List.of(ANSWER), left());
  }

  @Test
  void manyAnswersWaitNoLongerThanTheFirst() {
    send(ANSWER);
    after(600);
    send(ANSWER);
    after(400);

    assertEquals(List.of(ANSWER, ANSWER), left());
  }

  @Test
  void anAnswerThatComesLaterWaitsToo() {
    send(ANSWER);
    after(1000);
    assertEquals(List.of(ANSWER), left());

    send(ANSWER);
    after(1000);

    assertEquals(List.of(ANSWER), left());
  }

  @Test
  void othersLeaveAtOnce() {
    send(PING);
    send(SETTINGS);

    assertEquals(List.of(PING, SETTINGS), left());
  }

  private void send(String frame) {
    connection.writeAndFlush(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(frame)));
  }

  private void after(long micros) {
    connection.advanceTimeBy(micros, TimeUnit.MICROSECONDS);
    connection.runPendingTasks();
  }

  /// The frames that have left since this was asked last.
  private List<String> left() {
    List<String> frames = new ArrayList<>();
    for (ByteBuf frame = connection.readOutbound();
        frame != null;
        frame = connection.readOutbound()) {
      frames.add(ByteBufUtil.hexDump(frame));
      frame.release();
    }
    return frames;
  }
}
