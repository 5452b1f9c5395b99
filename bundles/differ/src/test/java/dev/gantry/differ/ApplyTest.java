package dev.gantry.differ;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.diff.Apply;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Mount;
import dev.gantry.compress.Compression;
import dev.gantry.differ.mounts.Place;
import dev.gantry.differ.mounts.TemporaryMounts;
import dev.gantry.linux.Directory;
import dev.gantry.linux.Mounts;
import dev.gantry.linux.mounts.MountInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  private Descriptor apply(Descriptor layer, List<Mount> mounts) {
    return lab.differ.apply(Lab.CALL, layer, mounts, Apply.PLAIN);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aLayerOfAnyCompressionIsUnpackedAndDescribedWithoutIt(Compression compression)
      throws IOException {
    Path root = lab.directory("root");
    byte[] plain = SMALL.bytes();
    String suffix = compression == Compression.NONE ? "" : "+" + compression.suffix();
    var layer = lab.put(Lab.TAR + suffix, Lab.compressed(compression, plain));

    Descriptor made = apply(layer, Lab.bind(root));

    assertEquals(new Descriptor(Lab.TAR, Lab.digest(plain), plain.length), made);
    assertEquals("localhost\n", Files.readString(root.resolve("h/hosts")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Lab.TAR + "+gzip",
        Lab.TAR + "+zstd",
        "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
        "application/vnd.docker.image.rootfs.diff.tar",
        "application/vnd.docker.image.rootfs.diff.tar.gzip",
        "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip"
      })
  void theCompressionIsWhatTheBlobBeginsWith(String mediaType) throws IOException {
    byte[] plain = SMALL.bytes();

    for (Compression compression : Compression.values()) {
      var layer = lab.put(mediaType, Lab.compressed(compression, plain));
      Path root = lab.directory("root-" + compression);

      assertEquals(Lab.digest(plain), apply(layer, Lab.bind(root)).digest());
    }
  }

  @Test
  void whatFollowsTheArchiveBelongsToTheLayer() throws IOException {
    byte[] padded = Arrays.copyOf(SMALL.bytes(), 100_000);
    padded[99_999] = 1;

    Descriptor made = lab.apply(padded, Lab.bind(lab.directory("root")));

    assertEquals(new Descriptor(Lab.TAR, Lab.digest(padded), padded.length), made);
  }

  @Test
  void aBlobThatIsNotThereIsNotFound() throws IOException {
    var missing = new Descriptor(Lab.TAR, Lab.digest(new byte[] {1}), 1);
    Path root = lab.directory("root");

    var failure = assertThrows(GantryException.class, () -> apply(missing, Lab.bind(root)));

    assertEquals(Fault.NOT_FOUND, failure.fault());
  }

  @Test
  void aMountedFileSystemIsUnpackedInto() throws IOException {
    Path image = Files.createDirectory(lab.temp.resolve("shared"));
    Mounts.mount("tmpfs", "test", image, List.of("size=1m"));
    var nested = new Mount("bind", image.toString(), "/inner", List.of("rbind", "rw"));
    var base =
        new Mount(
            "bind", lab.directory("base/inner").getParent().toString(), List.of("rbind", "rw"));

    lab.apply(SMALL, List.of(base, nested));

    assertEquals("localhost\n", Files.readString(lab.temp.resolve("base/etc/hosts")));
    lab.apply(new Archive().file("inner/file", "in the nested one"), List.of(base, nested));
    assertEquals("in the nested one", Files.readString(image.resolve("file")));
    assertNoTemporaryMounts();
  }

  private void assertNoTemporaryMounts() throws IOException {
    Path base = lab.temp.resolve("tmpmounts");
    try (var left = Files.list(base)) {
      assertEquals(List.of(), left.toList());
    }
    assertTrue(MountInfo.all().stream().noneMatch(mount -> mount.target().startsWith(base)));
  }

  @Test
  void aReadOnlyMountIsNotWritten() throws IOException {
    Path root = lab.directory("root");
    var mount = new Mount("bind", root.toString(), List.of("rbind", "ro"));

    var failure = assertThrows(GantryException.class, () -> lab.apply(SMALL, List.of(mount)));

    assertTrue(String.valueOf(failure.getMessage()).contains("EROFS"), failure.toString());
    assertEquals("", Listing.of(root));
    assertNoTemporaryMounts();
  }

  @Test
  void aTargetOutsideOfTheMountsFails() throws IOException {
    var mount = new Mount("tmpfs", "test", "../../outside", List.of());

    var failure = assertThrows(GantryException.class, () -> lab.apply(SMALL, List.of(mount)));

    assertEquals(Fault.INVALID_ARGUMENT, failure.fault());
    assertNoTemporaryMounts();
  }

  @Test
  void withoutMountsOnlyTheDescriptorIsMade() throws IOException {
    assertEquals(Lab.digest(SMALL.bytes()), lab.apply(SMALL, List.of()).digest());
    assertNoTemporaryMounts();
  }

  @Test
  void anOverlayForOrdinaryUsersGetsItsOwnMarks() throws IOException {
    Files.createDirectories(lab.temp.resolve("lower/d"));
    Mount usual = lab.overlay("upper", "lower").getFirst();
    var options = new ArrayList<>(usual.options());
    options.add("userxattr");

    lab.apply(
        new Archive().directory("d").file("d/.wh..wh..opq", ""),
        List.of(new Mount("overlay", "overlay", options)));

    try (Directory upper = Directory.open(lab.temp.resolve("upper"))) {
      assertEquals(List.of("user.overlay.opaque"), upper.entry("d").xattrs().names());
    }
  }

  @Test
  void aLayerMayComeBeforeThoseBeneathIt() throws IOException {
    Path lower = lab.directory("lower");
    Files.createDirectory(lower.resolve("d"));
    Files.createDirectory(lower.resolve("e"));
    for (String file : List.of("gone", "d/below", "e/gone", "e/stays")) {
      Files.createFile(lower.resolve(file));
    }
    Path upper = lab.directory("upper");

    lab.apply(
        new Archive()
            .directory("d")
            .file("d/.wh..wh..opq", "")
            .file("d/own", "")
            .file(".wh.gone", "")
            .file("e/.wh.gone", ""),
        List.of(new Mount("overlay", "overlay", List.of("rw", "upperdir=" + upper))));

    Path root = lab.mount("view", lab.overlay("upper", "lower"));
    try (Stream<Path> paths = Files.walk(root)) {
      assertEquals(
          Set.of("", "d", "d/own", "e", "e/stays"),
          paths.map(path -> root.relativize(path).toString()).collect(Collectors.toSet()));
    }
  }

  @Test
  void aLayerThatHidesAllComesAfterThoseBeneathIt() throws IOException {
    Path upper = lab.directory("upper");
    Archive hiding = new Archive().file(".wh..wh..opq", "");

    var failure =
        assertThrows(
            GantryException.class,
            () ->
                lab.apply(
                    hiding,
                    List.of(new Mount("overlay", "overlay", List.of("upperdir=" + upper)))));

    assertTrue(String.valueOf(failure.getMessage()).contains("not there yet"), failure.toString());
  }

  @Test
  void aFullDiskIsResourceExhausted() throws IOException {
    Path small = lab.directory("small");
    Mounts.mount("tmpfs", "test", small, List.of("size=64k"));

    var failure =
        assertThrows(
            GantryException.class,
            () ->
                lab.apply(
                    new Archive().add(Archive.block('0', "big"), new byte[200_000]),
                    Lab.bind(small)));

    assertEquals(Fault.RESOURCE_EXHAUSTED, failure.fault());
    assertTrue(String.valueOf(failure.getMessage()).contains("entry \"big\""), failure.toString());
  }

  @Test
  void aForcedFileSystemIsForced() throws IOException {
    Path root = lab.directory("root");

    lab.differ.apply(
        Lab.CALL, lab.put(Lab.TAR, SMALL.bytes()), Lab.bind(root), new Apply(Map.of(), true));

    assertEquals("localhost\n", Files.readString(root.resolve("etc/hosts")));
  }

  @Test
  void aCallThatNobodyWaitsForEnds() throws IOException {
    var checks = new AtomicInteger();
    Call call =
        Lab.CALL.with(
            () -> {
              if (checks.incrementAndGet() > 5) {
                throw Fault.CANCELLED.because("");
              }
            });
    var layer =
        lab.put(Lab.TAR, new Archive().add(Archive.block('0', "a"), new byte[9_000_000]).bytes());
    Path root = lab.directory("root");

    var failure =
        assertThrows(
            GantryException.class,
            () -> lab.differ.apply(call, layer, Lab.bind(root), Apply.PLAIN));

    assertEquals(Fault.CANCELLED, failure.fault());
  }

  @Test
  void directoriesKeepTheirTimes() throws IOException {
    Path root = lab.directory("root");
    lab.apply(
        new Archive()
            .add(Archive.block('5', "a").time(1000))
            .add(Archive.block('5', "b").time(2000))
            .file("a/1", "")
            .file("b/1", "")
            .file("a/2", "")
            .add(Archive.block('5', ".").time(3000)),
        Lab.bind(root));
    lab.apply(new Archive().file("a/3", "").file("b/.wh.1", ""), Lab.bind(root));

    assertEquals(1000, Files.getLastModifiedTime(root.resolve("a")).to(TimeUnit.SECONDS));
    assertEquals(2000, Files.getLastModifiedTime(root.resolve("b")).to(TimeUnit.SECONDS));
    assertEquals(3000, Files.getLastModifiedTime(root).to(TimeUnit.SECONDS));
  }

  @Test
  void copiedUpDirectoriesKeepTheirTimes() throws IOException {
    lab.apply(
        new Archive().add(Archive.block('5', "a").time(1000)).file("a/1", ""),
        Lab.bind(lab.directory("lower")));

    lab.apply(new Archive().file("a/2", "").file("a/.wh.1", ""), lab.overlay("upper", "lower"));

    Path upper = lab.temp.resolve("upper/a");
    assertEquals(1000, Files.getLastModifiedTime(upper).to(TimeUnit.SECONDS));
  }

  @Test
  void leftoversOfADeadProcessAreRemoved() throws IOException {
    Path base = lab.directory("tmpmounts");
    Path dead = Files.createDirectories(base.resolve("1-2-dead"));
    Path source = lab.directory("source");
    Files.writeString(source.resolve("file"), "stays");
    Mounts.mount("bind", source.toString(), dead, List.of("bind"));
    Mounts.mount("tmpfs", "test", dead, List.of());
    Files.createDirectory(base.resolve("1-2-empty"));

    new TemporaryMounts(base).removeLeftovers();

    assertNoTemporaryMounts();
    assertEquals("stays", Files.readString(source.resolve("file")));
  }

  @Test
  void whatIsInUseIsNoLeftover() throws IOException {
    var temporary = new TemporaryMounts(lab.temp.resolve("tmpmounts"));
    try (Place place = Place.forReading(Lab.bind(lab.directory("source")), temporary)) {
      new TemporaryMounts(lab.temp.resolve("tmpmounts")).removeLeftovers();

      assertTrue(MountInfo.at(place.root()).isPresent());
    }
    assertNoTemporaryMounts();
  }
}
