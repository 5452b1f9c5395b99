package dev.gantry.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrintoutTest {
  private static final String URI = "io.containerd.gc.v1.scheduler";

  @TempDir private Path folder;
  private Sample sample;

  @BeforeEach
  void start() {
    sample = new Sample(folder);
  }

  record Inner(boolean on, Map<String, String> words) {}

  record Plugin(
      String text, int whole, double part, Duration pause, List<String> names, Inner inner) {}

  private static final Plugin USUAL =
      new Plugin("", 3, 0.02, Duration.ofMillis(100), List.of(), new Inner(false, Map.of()));

  private static String print(Settings settings) {
    return Printout.of(settings, Map.of(URI, settings.section(URI, USUAL)));
  }

  @Test
  void defaultsArePrintedWithTheirSections() {
    String printed = print(sample.read(Map.of()));

    assertTrue(printed.startsWith("version = 4\nroot = \"" + folder.resolve("root")), printed);
    assertTrue(printed.contains("imports = [\"" + folder.resolve("conf.d/*.toml\"]")), printed);
    assertTrue(printed.contains("\"io.containerd.timeout.task.state\" = \"2s\"\n"), printed);
    String section =
        """

        [plugins."io.containerd.gc.v1.scheduler"]
        text = ""
        whole = 3
        part = 0.02
        pause = "100ms"
        names = []

        [plugins."io.containerd.gc.v1.scheduler".inner]
        on = false

        [plugins."io.containerd.gc.v1.scheduler".inner.words]
        """;
    assertTrue(printed.contains(section), printed);
  }

  @Test
  void whatIsPrintedSaysTheSameAsTheFileWithItsImportsAndFlags() {
    sample.write("more/one.toml", "version = 3\n[grpc]\naddress = '/a/sock'\n");
    sample.write(
        "config.toml",
        """
        version = 3
        root = "/a/\\"root\\" \\\\ \\t \\u007f ö 🙂"
        oom_score = -3
        imports = ["more/*.toml"]
        disabled_plugins = ["io.containerd.differ.v1.walking"]
        [timeouts]
        "my.own" = "1h2m3.5s"
        [stream_processors."a b"]
        accepts = ["x/y"]
        returns = "z"
        [proxy_plugins.far]
        type = "snapshot"
        [plugins."io.containerd.gc.v1.scheduler"]
        text = "it's"
        pause = "0"
        names = ["a", "b"]
        [plugins."io.containerd.gc.v1.scheduler".inner]
        on = true
        words = {"key of" = "value"}
        [plugins."io.containerd.unknown.v1.own"]
        list = [{a = 1, b = [1.5, inf]}, {}]
        [plugins."io.containerd.unknown.v1.own"."x.y"]
        deep.er = true
        """);

    Settings settings = sample.read(Map.of("state", "/a/state"));
    String printed = print(settings);
    Settings again = sample.read(printed);

    assertEquals(printed, print(again));
    assertEquals("/a/sock", again.grpcAddress());
    assertEquals(Path.of("/a/state"), again.state());
    assertEquals(settings.root(), again.root());
    assertEquals(settings.timeouts(), again.timeouts());
    assertEquals(settings.streamProcessors(), again.streamProcessors());
    assertEquals(settings.asWritten("proxy_plugins"), again.asWritten("proxy_plugins"));
    assertEquals(settings.section(URI, USUAL), again.section(URI, USUAL));
    String own = "io.containerd.unknown.v1.own";
    assertEquals(settings.asWritten("plugins").get(own), again.asWritten("plugins").get(own));
  }
}
