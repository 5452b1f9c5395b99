package dev.gantry.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// Lets answers to pings leave with what is sent next, if that is soon. Go's clients ping with
/// every request, to learn how fast the connection is; an answer by itself would be a system call
/// here, and there a thread that is woken for nothing.
final class PingAnswers extends ChannelOutboundHandlerAdapter {
  private static final long LONGEST_MILLIS = 1;

  // Of a frame, RFC 9113 4.1 and 6.7.
  private static final int LENGTH = 17;
  private static final int TYPE_AT = 3;
  private static final int FLAGS_AT = 4;
  private static final int PING = 6;
  private static final int ACK = 1;

  // Of the connection's thread alone.
  private boolean answers;
  private boolean others;
  private boolean timed;

  /// A listener whose connections have it.
  static EpollServerDomainSocketChannel listener() {
    EpollServerDomainSocketChannel listener = new EpollServerDomainSocketChannel();
    listener
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext context, Object connection) {
                ((Channel) connection).pipeline().addLast(new PingAnswers());
                context.fireChannelRead(connection);
              }
            });
    return listener;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf frame && isAnswer(frame)) {
      answers = true;
    } else {
      others = true;
    }
    ChannelFuture _ = context.write(message, promise); // The promise, which others look at.
  }

  private static boolean isAnswer(ByteBuf frame) {
    int begin = frame.readerIndex();
    return frame.readableBytes() == LENGTH
        && frame.getByte(begin + TYPE_AT) == PING
        && frame.getByte(begin + FLAGS_AT) == ACK;
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    if (others || !answers) {
      send(context);
    } else if (!timed) {
      timed = true;
      ScheduledFuture<?> _ =
          context.executor().schedule(() -> late(context), LONGEST_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void late(ChannelHandlerContext context) {
    timed = false;
    if (answers) {
      send(context);
    }
  }

  private void send(ChannelHandlerContext context) {
    answers = false;
    others = false;
    context.flush();
  }
}
