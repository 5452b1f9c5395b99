package dev.gantry.api.filters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {
  private static final int SMALL_STACK = 768 << 10;

  private static boolean matches(String pattern, String value) {
    return Filter.like(List.of("f"), pattern).matches(path -> Optional.of(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " on ",
      value = {
        "^sha256:[a-f0-9]{8,64}$ on sha256:0123456789abcdef",
        "^(docker\\.io|quay\\.io)/(library/)?[a-z0-9._-]{1,128}(:[\\w.-]{1,128})?$ on quay.io/a:b",
        "^x(a{10}){0,100}$ on xaaaaaaaaaa",
        "^.{0,1000}b$ on ab",
        "(?i)^ABC{2}$ on abcc",
        "^(?P<x>a)(?<y>b){2}$ on abb",
        "^[[:alpha:]]{3}$ on abc",
        "^[]{}1000]{3}$ on {]}",
        "^[^]]{2}$ on ab",
        "^[\\]{1000}]{2}$ on {}",
        "^[+-[:a{1000}]{2}$ on a{",
        "^[\\w-]{2}$ on a-",
        "^\\x{263A}{2}$ on ☺☺",
        "^\\p{Greek}{2}$ on αβ",
        "^\\Qa{1000}{1000}\\E{2}$ on a{1000}{1000}}",
        "^a{,1000}{x}{01}$ on a{,1000}{x}{01}",
        "^a\\{1000\\}$ on a{1000}",
      })
  void sanePatternMatches(String pattern, String value) {
    assertTrue(matches(pattern, value));
  }

  @Test
  void patternsOfManyWordsMatch() {
    String digest = "sha256:" + "0123456789abcdef".repeat(4);
    String pattern = "^(" + String.join("|", Collections.nCopies(50, digest)) + ")$";

    assertTrue(matches(pattern, digest));
  }

  /// Each would match, had it been compiled; most of them need more memory than there is.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x|((a{1000}){1000}){1000}",
        "x|((((((((a{1000}){1000}){1000}){1000}){1000}){1000}){1000}){1000}){1000}",
        "x|(a{40}){40}",
        "x|(?:a{40}){30,}",
        "x|(?:(?:a{0,40}){0,40}){0,40}",
        "x|(?:[]a]{40}){40}",
        "x|(?:[^]a]{40}){40}",
        "x|(?:[[:alpha:]{1]{40}){40}",
        "x|(?:[\\]]{40}){40}",
        // A bracket that ends a range begins nothing.
        "x|(?:[+-[:]((a{40}){40}):])",
        "x|(?:[\\d-[:alpha:]{40}]{40}){40}",
        "x|(?:[\\x{2b}-[:]((a{40}){40}):])",
        "x|(?:\\x{41}{40}){40}",
        "x|(?:\\pL{40}){40}",
        "x|(?:\\Qab\\E{40}){40}",
        "x|(?:\\\\Q{40}){40}",
        // What lies between is no part, so that the second repeat is one of the first.
        "x|a{40}(?i){40}",
        "x|a{40}\\Q\\E{40}",
        // An outer repeat that is none, or takes the inner one out, does not hide it.
        "x|(?:(?:a{40}){40}){0}",
        "x|(?:a{40}{00}){40}",
        "x|(?P<n>(?<m>(?i:a{40}){40}))",
        "x|a{1000}b{1000}c{1000}d{1000}e{1000}",
        "x|(?:abcdefgh){1000}",
      })
  void patternOfManyRepeatsMatchesNothing(String pattern) {
    assertFalse(matches(pattern, "x"));
  }

  @Test
  void longPatternMatchesNothing() {
    assertTrue(matches("x|" + "a".repeat(4000), "x"));
    assertFalse(matches("x|" + "a".repeat(4100), "x"));
    assertFalse(matches("x|[" + "ab".repeat(4000) + "]", "x"));
  }

  /// The engine recurses where it takes no character.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?:a?){1000}",
        "(?:a?b?c?d?){1000}",
        "(?:a*b*){1000}",
        "(?:(((a?)))){1000}",
        "(?:(((a?)))){250}",
        "(?:|a){1000}",
        "(?:|a){800}",
        "(?:\\b\\B){1000}",
        "(?:^^^){1000}",
        "(?:^^){1000}",
        "a{0,1000}",
        "(?:a{0,10}){0,30}",
        "(?:){1000}",
        "(){600}",
      })
  void noPatternNeedsMuchStack(String pattern) {
    assertTrue(isMatchedInSmallStack(pattern));
  }

  @ParameterizedTest
  @CsvSource({"(,a,)", "(?:a|,b,)", "|,'',''"})
  void noNestingNeedsMuchStack(String open, String middle, String close) {
    for (int depth = 100; depth <= 4000; depth += 300) {
      String pattern = open.repeat(depth) + middle + close.repeat(depth);

      assertTrue(isMatchedInSmallStack(pattern), () -> pattern);
    }
  }

  private static boolean isMatchedInSmallStack(String pattern) {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                boolean _ = matches(pattern, "abcd".repeat(20));
                ended.complete(true);
              } catch (StackOverflowError e) {
                ended.complete(false);
              }
            },
            "small",
            SMALL_STACK);
    thread.start();
    return ended.join();
  }

  @Test
  void patternsOfOneRequestShareABound() {
    String large = "f~=/x|a{1000}b{1000}/";
    List<String> fillers = Collections.nCopies(2000, "f~=/a{1000}b{1000}/");

    Filter alone = Filter.parse(List.of(large));
    Filter among = Filter.parse(append(fillers, large));

    assertTrue(alone.matches(path -> Optional.of("x")));
    assertFalse(among.matches(path -> Optional.of("x")));
  }

  private static List<String> append(List<String> list, String last) {
    return Stream.concat(list.stream(), Stream.of(last)).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"abc 3", "a{3} 3", "a* 3", "a{2,} 4", "a{1,3} 7", "(a) 5", "(?:ab){2} 4", "a|b 6"})
  void sizeIsThatOfTheWrittenOutPattern(String pattern, int size) {
    assertEquals(size, new PatternSize(pattern, 4096, 1000).measure());
  }
}
