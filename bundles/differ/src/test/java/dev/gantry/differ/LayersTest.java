package dev.gantry.differ;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.Mount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Unpacks layers in three ways that must show the same: each straight into the upper directory of
/// an overlay, each through the mounted overlay, and all into one directory.
class LayersTest {
  /// The lowest layer of most cases.
  private static final Archive BASE =
      new Archive()
          .add(Archive.block('5', "d/").mode(02750).owner(7, 8).time(1000))
          // Not on a directory: one that is listed again keeps them in place, but not in an upper
          // layer.
          .xattr("user.color", new byte[] {0, 1, 2})
          .file("d/file", "base")
          .add(Archive.block('5', "d/sub/").mode(0700).owner(9, 10).time(2000))
          .file("d/sub/file", "base")
          .file("d/sub/other", "base")
          .directory("d/sub/deep/")
          .file("d/sub/deep/file", "base")
          .directory("usr/bin/")
          .file("usr/bin/old", "base")
          .symbolicLink("bin", "usr/bin")
          .symbolicLink("d/up", "../usr")
          .xattr("security.capability", capability())
          .add(Archive.block('0', "program").mode(04755), new byte[] {1, 2, 3})
          .hardLink("program2", "program")
          .add(Archive.block('3', "null").device(1, 3))
          .add(Archive.block('6', "fifo").mode(0600));

  private static byte[] capability() {
    // Version 2, CAP_NET_RAW permitted and effective.
    byte[] value = new byte[20];
    value[0] = 1;
    value[3] = 2;
    value[5] = 0x20;
    return value;
  }

  record Case(String name, List<Archive> layers) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case above(String name, Archive... layers) {
    var all = new ArrayList<>(List.of(BASE));
    all.addAll(List.of(layers));
    return new Case(name, all);
  }

  private static Archive layer() {
    return new Archive();
  }

  static Stream<Case> cases() {
    return Stream.of(
        above("nothing", layer()),
        above("a parent that only a lower layer has", layer().file("d/sub/new", "2")),
        above("a parent that no layer has", layer().file("x/y/z", "2")),
        above("a link of a lower layer in the parents", layer().file("bin/new", "2")),
        above("a relative link of a lower layer", layer().file("d/up/bin/new", "2")),
        above(
            "a link of a lower layer becomes a directory",
            layer().directory("bin/").file("bin/new", "2")),
        above(
            "a link of a lower layer is replaced after use",
            layer().file("bin/a", "2").directory("bin/").file("bin/b", "2")),
        above("a hard link to a lower file", layer().hardLink("d/linked", "d/sub/file")),
        above("a hard link to a lower program", layer().hardLink("d/linked", "program")),
        above("a hard link to a lower link", layer().hardLink("linked", "bin")),
        above("a hard link to a lower device", layer().hardLink("linked", "null")),
        above("a hard link through a lower link", layer().hardLink("linked", "bin/old")),
        above("a hard link over its neighbour", layer().hardLink("d/file", "program")),
        above("a file over a file", layer().file("d/file", "2")),
        above("a file over a directory", layer().file("d/sub", "2")),
        above(
            "a link over a directory",
            layer().symbolicLink("d/sub", "../usr").file("d/sub/new", "2")),
        above("a directory over a file", layer().directory("d/file/").file("d/file/inner", "2")),
        above(
            "a directory over a directory",
            layer().add(Archive.block('5', "d/sub").mode(0711).owner(1, 1))),
        above("a device over a directory", layer().add(Archive.block('4', "d").device(8, 1))),
        above(
            "a file and then a directory over a directory",
            layer().file("d", "2").directory("d/").file("d/new", "2")));
  }

  static Stream<Case> whiteouts() {
    return Stream.of(
        above("a whiteout of a file", layer().file("d/.wh.file", "")),
        above("a whiteout of a directory", layer().file("d/.wh.sub", "")),
        above("a whiteout of nothing", layer().file("d/.wh.nothing", "")),
        above("a whiteout where no directory is", layer().file("no/where/.wh.x", "")),
        above("a whiteout through a link", layer().file("bin/.wh.old", "")),
        above("two whiteouts of one name", layer().file(".wh.d", "").file(".wh.d", "")),
        above(
            "a whiteout and then the file again",
            layer().file("d/.wh.file", "").file("d/file", "2")),
        above("a file and then its whiteout", layer().file("d/file", "2").file("d/.wh.file", "")),
        above(
            "a whiteout and then the directory again",
            layer().file("d/.wh.sub", "").directory("d/sub/").file("d/sub/new", "2")),
        above(
            "a directory and then its whiteout",
            layer().directory("d/sub/").file("d/sub/new", "2").file("d/.wh.sub", "")),
        above(
            "a file in a directory and then its whiteout",
            layer().file("d/sub/new", "2").file(".wh.d", "")),
        above(
            "a whiteout and then something inside",
            layer().file(".wh.d", "").file("d/sub/new", "2")));
  }

  static Stream<Case> opaque() {
    return Stream.of(
        above(
            "an opaque directory",
            layer().directory("d/").file("d/.wh..wh..opq", "").file("d/new", "2")),
        above("an opaque directory without its own entry", layer().file("d/.wh..wh..opq", "")),
        above(
            "an opaque mark after the entries",
            layer()
                .directory("d/")
                .file("d/sub/new", "2")
                .file("d/.wh..wh..opq", "")
                .file("d/file2", "2")),
        above(
            "an opaque mark through a link",
            layer().file("bin/.wh..wh..opq", "").file("bin/new", "2")),
        above(
            "an opaque root", layer().file(".wh..wh..opq", "").file("new", "2").file("d/new", "2")),
        above(
            "an opaque root after the entries",
            layer().file("d/sub/new", "2").file("null", "2").file("./.wh..wh..opq", "")),
        above(
            "a directory of the root",
            layer().add(Archive.block('5', "./").mode(0711).owner(3, 4))),
        above(
            "old marks",
            layer()
                .directory(".wh..wh.plnk/")
                .file(".wh..wh.plnk/1", "x")
                .file("d/.wh..wh.aufs", "")));
  }

  static Stream<Case> severalLayers() {
    return Stream.of(
        above(
            "three layers",
            layer().file("d/sub/new", "2"),
            layer().file("d/sub/newer", "3").file("d/sub/.wh.file", "")),
        above(
            "opaque, then inside",
            layer().file("d/.wh..wh..opq", "").file("d/own", "2"),
            layer().file("d/sub/new", "3")),
        above(
            "whiteout, then inside", layer().file("d/.wh.sub", ""), layer().file("d/sub/new", "3")),
        above(
            "file over directory, then a directory",
            layer().file("d/sub", "2"),
            layer().directory("d/sub/").file("d/sub/new", "3")),
        above(
            "whiteout over whiteout",
            layer().file("d/.wh.file", ""),
            layer().file("d/.wh.file", "").file("d/sub/.wh.file", ""),
            layer().file("d/file", "4")),
        above(
            "a hard link to a middle layer",
            layer().file("d/middle", "2"),
            layer().hardLink("d/sub/linked", "d/middle")),
        above(
            "opaque root, then inside",
            layer().file(".wh..wh..opq", "").file("own", "2"),
            layer().file("d/sub/new", "3")));
  }

  static Stream<Case> failures() {
    return Stream.of(
        above(
            "a hard link to what a whiteout hides",
            layer().file("d/.wh.file", "").hardLink("linked", "d/file")),
        above(
            "a hard link into a whiteout", layer().file(".wh.d", "").hardLink("linked", "d/file")),
        above(
            "a hard link into an opaque directory",
            layer().file("d/.wh..wh..opq", "").hardLink("linked", "d/sub/file")),
        above("a hard link to a lower directory", layer().hardLink("linked", "d/sub")),
        above("a lower file in the parents", layer().file("d/file/inner", "2")));
  }

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
  @MethodSource({"cases", "whiteouts", "opaque", "severalLayers"})
  void allWaysShowTheSame(Case layers) throws IOException {
    String direct = unpackDirectly(layers.layers);
    String mounted = unpackThroughMounts(layers.layers);
    String whole = unpackIntoOne(layers.layers);

    assertEquals(mounted, direct);
    // A link to a file of a lower layer parts it from its other names, but not in one directory.
    assertEquals(withoutLinks(mounted), withoutLinks(whole));
  }

  private static String withoutLinks(String listing) {
    return listing.replaceAll(" =/\\S+", "");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void allWaysFail(Case layers) {
    assertThrows(GantryException.class, () -> unpackDirectly(layers.layers));
    assertThrows(GantryException.class, () -> unpackThroughMounts(layers.layers));
    assertThrows(GantryException.class, () -> unpackIntoOne(layers.layers));
  }

  private String unpackDirectly(List<Archive> layers) throws IOException {
    for (int i = 0; i < layers.size(); i++) {
      lab.apply(layers.get(i), mounts("direct", i));
    }
    return view("direct", layers.size());
  }

  /// As a snapshotter would give them; the lowest layer has nothing to lie over.
  private List<Mount> mounts(String name, int layer) throws IOException {
    return layer == 0
        ? Lab.bind(lab.directory(name + 0))
        : lab.overlay(name + layer, lowers(name, layer));
  }

  private static String[] lowers(String name, int below) {
    return Stream.iterate(below - 1, i -> i >= 0, i -> i - 1)
        .map(i -> name + i)
        .toArray(String[]::new);
  }

  private String unpackThroughMounts(List<Archive> layers) throws IOException {
    for (int i = 0; i < layers.size(); i++) {
      Path target = lab.mount("mounted-at" + i, mounts("mounted", i));
      lab.apply(layers.get(i), Lab.bind(target));
    }
    return view("mounted", layers.size());
  }

  private String unpackIntoOne(List<Archive> layers) throws IOException {
    Path root = lab.directory("whole");
    for (Archive layer : layers) {
      lab.apply(layer, Lab.bind(root));
    }
    return root(root) + Listing.of(root);
  }

  private String view(String name, int layers) throws IOException {
    Path root = lab.mount(name + "-view", lab.overlay(name + layers, lowers(name, layers)));
    return root(layers == 1 ? root : lab.temp.resolve(name + (layers - 1))) + Listing.of(root);
  }

  private static String root(Path root) {
    var stat = dev.gantry.linux.Inodes.stat(root);
    return "%o %d:%d\n".formatted(stat.mode(), stat.uid(), stat.gid());
  }
}
