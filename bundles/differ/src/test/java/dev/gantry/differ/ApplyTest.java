package dev.gantry.differ;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gantry.api.types.Descriptor;
import dev.gantry.compress.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ApplyTest {
  private static final Archive SMALL =
      new Archive().directory("etc/").file("etc/hosts", "localhost\n").symbolicLink("h", "etc");

  Lab lab;

  @BeforeEach
  void open() throws IOException {
    lab = new Lab();
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aLayerOfAnyCompressionIsUnpackedAndDescribedWithoutIt(Compression compression)
      throws IOException {
    Path root = lab.directory("root");
    byte[] plain = SMALL.bytes();
    String suffix = compression == Compression.NONE ? "" : "+" + compression.suffix();
    var layer = lab.put(Lab.TAR + suffix, Lab.compressed(compression, plain));

    Descriptor made =
        lab.differ.apply(Lab.CALL, layer, Lab.bind(root), dev.gantry.api.diff.Apply.PLAIN);

    assertEquals(new Descriptor(Lab.TAR, Lab.digest(plain), plain.length), made);
    assertEquals("localhost\n", Files.readString(root.resolve("h/hosts")));
  }
}
