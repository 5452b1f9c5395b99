package dev.gantry.ttrpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/// Cuts the bytes that come in into frames. Data larger than allowed is never kept: its header goes
/// on alone, and what follows it is thrown away as it comes.
final class FrameDecoder extends ByteToMessageDecoder {
  /// Bytes still to be thrown away; of the event loop alone.
  private long unwanted;

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (unwanted > 0) {
      int here = (int) Math.min(unwanted, in.readableBytes());
      in.skipBytes(here);
      unwanted -= here;
      return;
    }
    if (in.readableBytes() < Frame.HEADER) {
      return;
    }
    long length = in.getUnsignedInt(in.readerIndex());
    if (length > Frame.MOST) {
      out.add(frame(in, ByteString.EMPTY));
      unwanted = length;
    } else if (in.readableBytes() >= Frame.HEADER + length) {
      byte[] data = new byte[(int) length];
      in.getBytes(in.readerIndex() + Frame.HEADER, data);
      out.add(frame(in, UnsafeByteOperations.unsafeWrap(data)));
      in.skipBytes(data.length);
    }
  }

  private static Frame frame(ByteBuf in, ByteString data) {
    long length = in.readUnsignedInt();
    int stream = in.readInt();
    int type = in.readUnsignedByte();
    return new Frame(stream, type, in.readUnsignedByte(), length, data);
  }
}
