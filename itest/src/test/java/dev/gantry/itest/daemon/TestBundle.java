package dev.gantry.itest.daemon;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/// A plugin bundle made at test time: one class, compiled from its source, with the manifest and
/// the component description that a build would write.
///
/// @param body of the class `sample.Sample`, which is a Registration
/// @param headers over those of a sound bundle; an empty value takes a header away
public record TestBundle(
    String name, String type, String id, int ranking, String body, Map<String, String> headers) {
  private static final String IMPORTS =
      "dev.gantry.api.plugin;dev.gantry.api.snapshots;dev.gantry.api.call;dev.gantry.api.types"
          + ";dev.gantry.api.filters;version=\"[1.0,2)\",io.grpc;io.grpc.stub;version=\"[1,2)\""
          + ",org.osgi.framework;version=\"[1.8,2)\"";

  /// A bundle of version 1.0.0.
  public static TestBundle of(String name, String type, String id, String body) {
    return new TestBundle(name, type, id, 0, body, Map.of());
  }

  public TestBundle with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new TestBundle(name, type, id, ranking, body, more);
  }

  public TestBundle version(String version) {
    return with("Bundle-Version", version);
  }

  public TestBundle ranked(int other) {
    return new TestBundle(name, type, id, other, body, headers);
  }

  public TestBundle doing(String other) {
    return new TestBundle(name, type, id, ranking, other, headers);
  }

  /// Registers its plugin twice.
  public TestBundle twice() {
    return with("Service-Component", "OSGI-INF/sample.xml, OSGI-INF/again.xml");
  }

  /// Puts the jar into a folder, by a rename.
  public Path drop(Path folder, String file) {
    try {
      Path work = Files.createTempDirectory("bundle");
      Path jar = jar(work);
      Path beside = folder.resolve("." + file + ".part");
      Files.copy(jar, beside, StandardCopyOption.REPLACE_EXISTING);
      Path dropped = folder.resolve(file);
      Files.move(beside, dropped, StandardCopyOption.ATOMIC_MOVE);
      Command.of(30, "rm", "-r", work.toString()).run();
      return dropped;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path jar(Path work) throws IOException {
    Path classes = compile(work);
    Path jar = work.resolve("bundle.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest());
        Stream<Path> found = Files.walk(classes)) {
      for (Path path : found.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
        Files.copy(path, out);
      }
      for (String component : List.of("sample", "again")) {
        out.putNextEntry(new JarEntry("OSGI-INF/" + component + ".xml"));
        out.write(component(component).getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private Path compile(Path work) throws IOException {
    Path source = work.resolve("sample/Sample.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source,
        """
        package sample;
        import dev.gantry.api.plugin.*;
        import dev.gantry.api.plugin.Requirement;
        import java.util.*;
        public final class Sample implements Registration {
        %s
        }
        """
            .formatted(body));
    Path classes = Files.createDirectory(work.resolve("classes"));
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "--release", "25"));
    arguments.addAll(List.of("-d", classes.toString(), source.toString()));
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new AssertionError("the sample does not compile: " + body);
    }
    return classes;
  }

  private Manifest manifest() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Manifest-Version", "1.0");
    all.put("Bundle-ManifestVersion", "2");
    all.put("Bundle-SymbolicName", name);
    all.put("Bundle-Version", "1.0.0");
    all.put("Import-Package", IMPORTS);
    all.put("Service-Component", "OSGI-INF/sample.xml");
    all.put("Provide-Capability", "gantry.plugin;type=\"%s\";id=\"%s\"".formatted(type, id));
    all.putAll(headers);
    Manifest manifest = new Manifest();
    all.forEach(
        (header, value) -> {
          if (!value.isEmpty()) {
            manifest.getMainAttributes().put(new Attributes.Name(header), value);
          }
        });
    return manifest;
  }

  private String component(String component) {
    return """
    <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s">
      <property name="gantry.plugin.type" type="String" value="%s"/>
      <property name="gantry.plugin.id" type="String" value="%s"/>
      <property name="service.ranking" type="Integer" value="%d"/>
      <service><provide interface="dev.gantry.api.plugin.Registration"/></service>
      <implementation class="sample.Sample"/>
    </scr:component>
    """
        .formatted(component, type, id, ranking);
  }
}
