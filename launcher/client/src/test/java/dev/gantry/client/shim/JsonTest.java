package dev.gantry.client.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void valuesAreRead() {
    String text =
        """
        {"a" : "x\\"\\\\\\/\\b\\f\\n\\r\\t\\u00f6ö", "b": [1, -2.5e3,true ,null, [], {}],
         "c": {"d": {"e": ""}}, "": "empty"}
        """;

    assertEquals(
        Map.of(
            "a",
            "x\"\\/\b\f\n\r\töö",
            "b",
            List.of("1", "-2.5e3", "true", "null", List.of(), Map.of()),
            "c",
            Map.of("d", Map.of("e", "")),
            "",
            "empty"),
        Json.object(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\":1} x",
        "{\"a\":\"",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":[1}"
      })
  void whatIsNoObjectIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Json.object(text));
  }

  @Test
  void whatIsTooDeepIsRefused() {
    String deep = "{\"a\":" + "[".repeat(100_000);

    assertThrows(IllegalArgumentException.class, () -> Json.object(deep));
  }
}
