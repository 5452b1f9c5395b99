package dev.gantry.shell.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.plugin.PluginStatus;
import dev.gantry.api.plugin.PluginStatus.State;
import dev.gantry.api.plugin.Requirement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class GraphTest {
  private static final PluginStatus CONTENT = Samples.plugin("content", "c", State.READY, "");
  private static final PluginStatus METADATA =
      Samples.plugin("metadata", "m", State.READY, "", Requirement.once(Samples.type("content")));
  private static final PluginStatus IMAGES =
      Samples.plugin(
          "service",
          "images",
          State.FAILED,
          "a \"<b>\" & c",
          Requirement.handle(Samples.type("metadata")),
          Requirement.once(Samples.type("content")));
  private static final PluginGraph GRAPH = new PluginGraph(List.of(CONTENT, METADATA, IMAGES));

  @Test
  void whoHoldsAPluginIsFound() {
    List<String> holders =
        GRAPH.holders(CONTENT.uri()).stream().map(edge -> edge.from().uri()).toList();

    assertEquals(List.of(METADATA.uri(), IMAGES.uri()), holders);
  }

  @Test
  void theTextShowsEachTreeOnce() {
    String text = new TextGraph(GRAPH).draw();

    assertEquals(
        """
        io.containerd.service.v1.images FAILED
        ├─ io.containerd.metadata.v1.m (handle)
        │  └─ io.containerd.content.v1.c
        └─ io.containerd.content.v1.c\
        """,
        text);
  }

  @Test
  void aLoopIsShownAndEnds() {
    PluginStatus a =
        Samples.plugin("a", "a", State.FAILED, "", Requirement.once(Samples.type("b")));
    PluginStatus b =
        Samples.plugin("b", "b", State.WAITING, "", Requirement.once(Samples.type("a")));
    PluginGraph graph = new PluginGraph(List.of(a, b));

    String text = new TextGraph(graph).draw();
    String picture = new SvgGraph(graph).draw();

    assertTrue(text.contains("a.v1.a FAILED ..."), text);
    assertTrue(picture.contains("b.v1.b"), picture);
  }

  @Test
  void graphvizGetsBoxesAndLines() {
    String dot = DotGraph.of(GRAPH);

    assertTrue(dot.startsWith("digraph gantry {"), dot);
    assertTrue(
        dot.contains("\"io.containerd.metadata.v1.m\" -> \"io.containerd.content.v1.c\";"), dot);
    assertTrue(dot.contains("-> \"io.containerd.metadata.v1.m\" [style=dashed];"), dot);
  }

  @Test
  void thePictureIsWellFormedAndLeadsToTheRight()
      throws ParserConfigurationException, IOException, SAXException {
    String svg = new SvgGraph(GRAPH).draw();

    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertEquals(3, document.getElementsByTagName("g").getLength());
    assertEquals(3, document.getElementsByTagName("path").getLength());
    assertTrue(svg.contains("a &quot;&lt;b&gt;&quot; &amp; c"), svg);
    List<List<PluginStatus>> columns = new Layers(GRAPH).columns();
    assertEquals(List.of(List.of(IMAGES), List.of(METADATA), List.of(CONTENT)), columns);
  }
}
