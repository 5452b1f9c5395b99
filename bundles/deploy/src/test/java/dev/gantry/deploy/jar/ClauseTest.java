package dev.gantry.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClauseTest {
  @Test
  void noHeaderHasNoClauses() throws RefusedException {
    assertEquals(List.of(), Clause.parse(null));
    assertEquals(List.of(), Clause.parse(" "));
  }

  @Test
  void quotesHideSeparatorsAndTypesAreLeftOff() throws RefusedException {
    List<Clause> clauses =
        Clause.parse("a;b; version=\"[1,2)\";x:List<String>=\"p,q\";uses:=\"c,d\" , e");

    Map<String, String> attributes = Map.of("version", "[1,2)", "x", "p,q");
    assertEquals(
        List.of(
            new Clause("a", attributes, Map.of("uses", "c,d")),
            new Clause("b", attributes, Map.of("uses", "c,d")),
            new Clause("e", Map.of(), Map.of())),
        clauses);
  }

  @Test
  void escapedQuotesBelongToTheText() throws RefusedException {
    Clause clause = Clause.parse("a;b=\"say \\\"x;y\\\"\"").getFirst();

    assertEquals("say \"x;y\"", clause.attributes().get("b"));
  }

  @Test
  void whatIsNeededLaterOrNotAtAllIsOptional() throws RefusedException {
    assertTrue(Clause.parse("a;resolution:=optional").getFirst().isOptional());
    assertTrue(Clause.parse("a;effective:=active").getFirst().isOptional());
    assertFalse(Clause.parse("a;resolution:=mandatory").getFirst().isOptional());
  }

  @Test
  void anOpenQuoteIsRefused() {
    assertThrows(RefusedException.class, () -> Clause.parse("a;b=\"c"));
  }
}
