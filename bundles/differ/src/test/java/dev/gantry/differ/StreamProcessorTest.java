package dev.gantry.differ;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.call.Call;
import dev.gantry.api.config.Configuration.StreamProcessor;
import dev.gantry.api.diff.Apply;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.TypedValue;
import dev.gantry.compress.Compression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StreamProcessorTest {
  private static final String SECRET = "application/vnd.test.secret";
  private static final byte[] PLAIN = new Archive().file("a", "content").bytes();

  private static StreamProcessor shell(String id, String accepts, String returns, String script) {
    return new StreamProcessor(
        id, List.of(accepts), returns, "/bin/sh", List.of("-c", script), List.of("WORD=gantry"));
  }

  private static GantryException fails(Lab lab, Call call, byte[] blob) throws IOException {
    Descriptor layer = lab.put(SECRET, blob);
    Path root = lab.directory("root");
    return assertThrows(
        GantryException.class, () -> lab.differ.apply(call, layer, Lab.bind(root), Apply.PLAIN));
  }

  @Test
  void aTypeThatNobodyKnowsIsUnknown() throws IOException {
    try (Lab lab = new Lab()) {
      var failure = fails(lab, Lab.CALL, PLAIN);

      assertEquals(Fault.UNKNOWN, failure.fault());
      assertTrue(failure.getMessage().contains("no processor for media-type: " + SECRET));
    }
  }

  @Test
  void anUnknownSuffixIsUnknown() throws IOException {
    try (Lab lab = new Lab()) {
      Descriptor layer = lab.put(Lab.TAR + "+gzip+encrypted", PLAIN);
      Path root = lab.directory("root");

      var failure =
          assertThrows(
              GantryException.class,
              () -> lab.differ.apply(Lab.CALL, layer, Lab.bind(root), Apply.PLAIN));

      assertEquals(Fault.UNKNOWN, failure.fault());
    }
  }

  @Test
  void programsRunInARowAndTheLastDeclaredCounts() throws IOException {
    var never = shell("never", SECRET, Lab.TAR, "exit 9");
    var first = shell("first", SECRET, "application/vnd.test.second", "cat");
    var second = shell("second", "application/vnd.test.second", Lab.TAR + "+gzip", "gzip -1");
    try (Lab lab = new Lab(List.of(never, first, second))) {
      Path root = lab.directory("root");

      var made = lab.differ.apply(Lab.CALL, lab.put(SECRET, PLAIN), Lab.bind(root), Apply.PLAIN);

      assertEquals(Lab.digest(PLAIN), made.digest());
      assertEquals("content", Files.readString(root.resolve("a")));
    }
  }

  @Test
  void aProgramGetsItsTypeItsEnvironmentAndItsPayload() throws IOException {
    String script =
        "cat > /dev/null; test \"$WORD $STREAM_PROCESSOR_MEDIATYPE\" = 'gantry "
            + SECRET
            + "' && cat <&3 >\"$OUT\" && cat \"$LAYER\"";
    var value = new TypedValue("type.test/Key", new byte[300]);
    try (Lab outer = new Lab()) {
      Path out = outer.temp.resolve("payload");
      Path layer = Files.write(outer.temp.resolve("layer"), PLAIN);
      var processor =
          new StreamProcessor(
              "id",
              List.of(SECRET),
              Lab.TAR,
              "/bin/sh",
              List.of("-c", script),
              List.of("WORD=gantry", "OUT=" + out, "LAYER=" + layer));
      try (Lab lab = new Lab(List.of(processor))) {
        lab.differ.apply(
            Lab.CALL,
            lab.put(SECRET, PLAIN),
            Lab.bind(lab.directory("root")),
            new Apply(Map.of("id", value), false));

        byte[] got = Files.readAllBytes(out);
        assertEquals(2 + 13 + 3 + 300, got.length);
        assertEquals("type.test/Key", new String(got, 2, 13, "UTF-8"));
        assertEquals(0, lab.temp.resolve("payloads").toFile().list().length);
      }
    }
  }

  @Test
  void aProgramThatFailsFailsTheLayer() throws IOException {
    var processor = shell("id", SECRET, Lab.TAR, "cat; echo 'no key' >&2; exit 3");
    try (Lab lab = new Lab(List.of(processor))) {
      var failure = fails(lab, Lab.CALL, PLAIN);

      assertEquals(Fault.UNKNOWN, failure.fault());
      assertTrue(failure.getMessage().contains("\"id\" ended with code 3: no key"));
    }
  }

  @Test
  void aProgramThatIsNotThereFailsTheLayer() throws IOException {
    var processor =
        new StreamProcessor("id", List.of(SECRET), Lab.TAR, "/nothing", List.of(), List.of());
    try (Lab lab = new Lab(List.of(processor))) {
      assertEquals(Fault.UNKNOWN, fails(lab, Lab.CALL, PLAIN).fault());
    }
  }

  @Test
  void programsThatLeadInACircleFail() throws IOException {
    try (Lab lab = new Lab(List.of(shell("id", SECRET, SECRET, "cat")))) {
      assertEquals(Fault.UNKNOWN, fails(lab, Lab.CALL, PLAIN).fault());
    }
  }

  @Test
  void aProgramThatHangsDiesWithTheCall() throws IOException {
    try (Lab lab = new Lab(List.of(shell("id", SECRET, Lab.TAR, "exec sleep 1000")))) {
      var patience = new AtomicBoolean(true);
      Call call =
          Lab.CALL.with(
              () -> {
                if (!patience.getAndSet(false)) {
                  throw Fault.CANCELLED.because("");
                }
              });

      var failure = fails(lab, call, PLAIN);

      assertEquals(Fault.CANCELLED, failure.fault());
      assertFalse(
          ProcessHandle.current()
              .descendants()
              .anyMatch(child -> child.info().commandLine().orElse("").contains("sleep 1000")));
    }
  }

  @Test
  void theCompressionThatAProgramLeavesIsTakenAway() throws IOException {
    var processor = shell("id", SECRET, Lab.TAR + "+zstd", "cat");
    try (Lab lab = new Lab(List.of(processor))) {
      byte[] blob = Lab.compressed(Compression.ZSTD, PLAIN);

      var made =
          lab.differ.apply(
              Lab.CALL, lab.put(SECRET, blob), Lab.bind(lab.directory("root")), Apply.PLAIN);

      assertEquals(PLAIN.length, made.size());
    }
  }
}
