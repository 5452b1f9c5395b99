package dev.gantry.shell.command;

import dev.gantry.api.types.TypedValue;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An event's message for people: its type and the texts in it. The shell does not know the
/// messages; it reads what protobuf's encoding tells without them.
final class EventText {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final ByteBuffer bytes;
  private final List<String> texts = new ArrayList<>();

  private EventText(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  static String of(TypedValue event) {
    String type = event.typeUrl().substring(event.typeUrl().lastIndexOf('/') + 1);
    return type + new EventText(event.value()).read();
  }

  /// What is readable up to the first thing that is not.
  private String read() {
    boolean whole = true;
    while (whole && bytes.hasRemaining()) {
      Optional<Long> tag = varint();
      whole = tag.isPresent() && field(tag.get() >>> 3, (int) (tag.get() & 7));
    }
    return texts.isEmpty() ? "" : " " + String.join(" ", texts);
  }

  private boolean field(long number, int wire) {
    return switch (wire) {
      case VARINT -> varint().map(value -> texts.add(number + ":" + value)).isPresent();
      case FIXED64 -> skip(Long.BYTES);
      case FIXED32 -> skip(Integer.BYTES);
      case BYTES -> {
        Optional<Long> length = varint();
        if (length.isEmpty() || length.get() < 0 || length.get() > bytes.remaining()) {
          yield false;
        }
        byte[] part = new byte[length.get().intValue()];
        bytes.get(part);
        texts.add(number + ":" + text(part));
        yield true;
      }
      default -> false;
    };
  }

  private static String text(byte[] part) {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(part));
      boolean plain = text.chars().noneMatch(Character::isISOControl);
      return plain ? '"' + text.toString() + '"' : "{" + new EventText(part).read().strip() + "}";
    } catch (CharacterCodingException e) {
      return "{" + new EventText(part).read().strip() + "}";
    }
  }

  private boolean skip(int count) {
    boolean there = bytes.remaining() >= count;
    bytes.position(there ? bytes.position() + count : bytes.limit());
    return there;
  }

  /// Empty at the end of the bytes.
  private Optional<Long> varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE && bytes.hasRemaining(); shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
