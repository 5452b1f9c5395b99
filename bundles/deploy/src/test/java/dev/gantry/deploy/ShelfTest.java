package dev.gantry.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShelfTest {
  @TempDir private Path folder;
  private Shelf shelf;

  @BeforeEach
  void make() {
    shelf = new Shelf(folder.resolve("shelf"));
  }

  @Test
  void aKeptCopyIsTheGoodOneUntilTheNextIsKept() throws IOException {
    Shelf.Copy first = shelf.take("a.jar", file("first"));
    shelf.keep("a.jar", first);
    Shelf.Copy second = shelf.take("a.jar", file("second"));
    Optional<Shelf.Copy> meanwhile = shelf.good("a.jar");
    shelf.keep("a.jar", second);

    assertEquals(Optional.of(first.digest()), meanwhile.map(Shelf.Copy::digest));
    assertEquals("second", Files.readString(shelf.good("a.jar").orElseThrow().file()));
  }

  @Test
  void aCopyOnTrialIsNotExchangedByALaterOne() throws IOException {
    Shelf.Copy first = shelf.take("a.jar", file("first"));
    shelf.take("a.jar", file("second"));
    shelf.keep("a.jar", first);

    assertEquals("first", Files.readString(shelf.good("a.jar").orElseThrow().file()));
  }

  @Test
  void aRefusalIsRememberedForThatCopyUntilOneIsKept() throws IOException {
    Shelf.Copy bad = shelf.take("a.jar", file("bad"));
    shelf.refuse("a.jar", bad.digest(), "it is bad");
    Optional<String> remembered = shelf.refusal("a.jar", bad.digest());
    Optional<String> ofAnother = shelf.refusal("a.jar", "other");
    shelf.keep("a.jar", shelf.take("a.jar", file("good")));

    assertEquals(Optional.of("it is bad"), remembered);
    assertEquals(Optional.empty(), ofAnother);
    assertEquals(Optional.empty(), shelf.refusal("a.jar", bad.digest()));
  }

  @Test
  void whatIsNotRetainedIsForgotten() throws IOException {
    shelf.keep("a.jar", shelf.take("a.jar", file("a")));
    shelf.keep("b.jar", shelf.take("b.jar", file("b")));

    shelf.retain(Set.of("b.jar"));

    assertFalse(Files.exists(folder.resolve("shelf/a.jar")));
    assertEquals("b", Files.readString(shelf.good("b.jar").orElseThrow().file()));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("source"), text);
  }
}
