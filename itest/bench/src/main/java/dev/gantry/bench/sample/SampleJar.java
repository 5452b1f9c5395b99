package dev.gantry.bench.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// Makes a bundle of [Answering], with what a build would write beside it.
public final class SampleJar {
  private static final String COMPONENT = "OSGI-INF/sample.xml";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Manifest-Version", "1.0",
          "Bundle-ManifestVersion", "2",
          "Bundle-SymbolicName", "bench.sample",
          "Bundle-Version", "1.0.0",
          "Import-Package",
              "dev.gantry.api.plugin;version=\"[1.0,2)\",io.grpc;io.grpc.stub;io.grpc.protobuf"
                  + ",com.google.protobuf",
          "Service-Component", COMPONENT,
          "Provide-Capability", "gantry.plugin;type=\"io.containerd.grpc.v1\";id=\"bench\"");

  private SampleJar() {}

  /// @return the file
  public static Path write(Path file) throws IOException {
    Manifest manifest = new Manifest();
    HEADERS.forEach(
        (name, value) -> manifest.getMainAttributes().put(new Attributes.Name(name), value));
    String name = Answering.class.getSimpleName() + ".class";
    try (InputStream code = Answering.class.getResourceAsStream(name);
        JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      if (code == null) {
        throw new IOException("no " + name);
      }
      jar.putNextEntry(new JarEntry(Answering.class.getName().replace('.', '/') + ".class"));
      code.transferTo(jar);
      jar.putNextEntry(new JarEntry(COMPONENT));
      jar.write(component().getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }

  private static String component() {
    return """
    <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="sample">
      <property name="gantry.plugin.type" type="String" value="io.containerd.grpc.v1"/>
      <property name="gantry.plugin.id" type="String" value="bench"/>
      <service><provide interface="dev.gantry.api.plugin.Registration"/></service>
      <implementation class="%s"/>
    </scr:component>
    """
        .formatted(Answering.class.getName());
  }
}
