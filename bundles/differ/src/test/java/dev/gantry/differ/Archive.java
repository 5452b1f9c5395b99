package dev.gantry.differ;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Builds archives byte by byte, also such as no program would write.
public final class Archive {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// One header block under construction.
  public static final class Block {
    private final byte[] bytes = new byte[512];

    Block() {
      text(257, "ustar\00000");
    }

    public Block text(int offset, String text) {
      byte[] raw = text.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(raw, 0, bytes, offset, raw.length);
      return this;
    }

    public Block octal(int offset, int length, long value) {
      return text(offset, String.format("%0" + (length - 1) + "o\0", value));
    }

    public Block name(String name) {
      return text(0, name);
    }

    public Block mode(int mode) {
      return octal(100, 8, mode);
    }

    public Block owner(int uid, int gid) {
      return octal(108, 8, uid).octal(116, 8, gid);
    }

    public Block size(long size) {
      return octal(124, 12, size);
    }

    public Block time(long seconds) {
      return octal(136, 12, seconds);
    }

    public Block type(char type) {
      bytes[156] = (byte) type;
      return this;
    }

    public Block link(String target) {
      return text(157, target);
    }

    public Block device(int major, int minor) {
      return octal(329, 8, major).octal(337, 8, minor);
    }

    public byte[] sealed() {
      Arrays.fill(bytes, 148, 156, (byte) ' ');
      int sum = 0;
      for (byte b : bytes) {
        sum += b & 0xff;
      }
      octal(148, 7, sum);
      bytes[155] = ' ';
      return bytes;
    }
  }

  /// A header of usual values.
  public static Block block(char type, String name) {
    return new Block()
        .name(name)
        .mode(type == '5' ? 0755 : 0644)
        .owner(0, 0)
        .size(0)
        .time(1)
        .type(type);
  }

  public Archive raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public Archive add(Block block) {
    return raw(block.sealed());
  }

  public Archive add(Block block, byte[] data) {
    return add(block.size(data.length)).data(data);
  }

  /// Data, filled up to the next block.
  public Archive data(byte[] data) {
    return raw(data).raw(new byte[-data.length & 511]);
  }

  public Archive directory(String name) {
    return add(block('5', name));
  }

  public Archive file(String name, String content) {
    return add(block('0', name), content.getBytes(StandardCharsets.UTF_8));
  }

  public Archive symbolicLink(String name, String target) {
    return add(block('2', name).link(target));
  }

  public Archive hardLink(String name, String target) {
    return add(block('1', name).link(target));
  }

  /// An extended header for the entry that follows: keyword and value in turn.
  public Archive pax(String... records) {
    var text = new ByteArrayOutputStream();
    for (int i = 0; i < records.length; i += 2) {
      text.writeBytes(record(records[i], records[i + 1].getBytes(StandardCharsets.UTF_8)));
    }
    return add(block('x', "PaxHeaders/x"), text.toByteArray());
  }

  /// An extended header with one attribute.
  public Archive xattr(String name, byte[] value) {
    return add(block('x', "PaxHeaders/x"), record("SCHILY.xattr." + name, value));
  }

  public static byte[] record(String key, byte[] value) {
    byte[] rest = (" " + key + "=").getBytes(StandardCharsets.UTF_8);
    int length = rest.length + value.length + 1;
    int total = length + 1;
    while (Integer.toString(total).length() + length != total) {
      total++;
    }
    var record = new ByteArrayOutputStream();
    record.writeBytes(Integer.toString(total).getBytes(StandardCharsets.UTF_8));
    record.writeBytes(rest);
    record.writeBytes(value);
    record.write('\n');
    return record.toByteArray();
  }

  /// What is there, without an end.
  public byte[] open() {
    return out.toByteArray();
  }

  /// With the two blocks of zeros at its end.
  public byte[] bytes() {
    return Arrays.copyOf(out.toByteArray(), out.size() + 1024);
  }
}
