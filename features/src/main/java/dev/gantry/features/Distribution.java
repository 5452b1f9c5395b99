package dev.gantry.features;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Lays out the folder that Gantry is shipped as, from the feature files and the jars that the
/// build has gathered:
///
/// ```
/// gantry              the script
/// features/*.json     as they are
/// bundles/*.jar       what the features name, not compressed
/// lib/*.jar           the class path: launcher, framework, libraries; not compressed
/// lib/client/*.jar    what `gantry shell` runs, so that the daemon's class path stays short
/// lib/start.list      a line a bundle: feature, start level, jar
/// lib/framework.properties   what of the class path bundles may import
/// lib/build.properties
/// maven/              a repository for authors of plugins; not read when Gantry runs
/// ```
///
/// A bundle of start level 0 goes onto the class path.
public final class Distribution {
  private static final List<String> LAUNCHER =
      List.of("dev.gantry.launcher-", "org.apache.felix.framework-", "commons-cli-");

  private static final List<String> CLIENT = List.of("dev.gantry.client-", "jline-");

  /// Of every file in a jar, as nothing looks at it and the same build gives the same jars.
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final Path features;
  private final Path jars;
  private final Path home;
  private final CRC32C sum = new CRC32C();
  private final ClassPath classPath = new ClassPath();

  private Distribution(Path target) {
    this.features = target.resolve("features");
    this.jars = target.resolve("jars");
    this.home = target.resolve("gantry");
  }

  /// @param args version, the module's target folder, the checkout
  public static void main(String[] args) throws IOException {
    Distribution distribution = new Distribution(Path.of(args[1]));
    Path checkout = Path.of(args[2]);
    distribution.lay(args[0], checkout.resolve("gantry"));
    new MavenRepository(distribution.home.resolve("maven"), args[0])
        .lay(checkout, distribution.jars);
    System.out.println("Distribution: " + distribution.home);
  }

  private void lay(String version, Path script) throws IOException {
    for (String folder : List.of("bundles", "lib/client", "lib", "features")) {
      empty(Files.createDirectories(home.resolve(folder)));
    }
    Files.copy(
        script,
        home.resolve("gantry"),
        StandardCopyOption.REPLACE_EXISTING,
        StandardCopyOption.COPY_ATTRIBUTES);
    List<String> startList = new ArrayList<>();
    for (Path file : files(features, "*.json")) {
      Files.copy(file, home.resolve("features").resolve(file.getFileName()));
      startList.addAll(bundles(file));
    }
    for (Path jar : files(jars, "*.jar")) {
      if (LAUNCHER.stream().anyMatch(jar.getFileName().toString()::startsWith)) {
        classPath.add(jar);
        copy(jar, "lib");
      } else if (CLIENT.stream().anyMatch(jar.getFileName().toString()::startsWith)) {
        copy(jar, "lib/client");
      }
    }
    Files.write(home.resolve("lib/start.list"), startList);
    Files.write(home.resolve("lib/framework.properties"), classPath.properties());
    Files.write(
        home.resolve("lib/build.properties"),
        List.of(
            "version=" + version,
            "revision=" + System.getenv().getOrDefault("GANTRY_REVISION", "unknown"),
            "id=" + String.format("%08x", sum.getValue())));
  }

  /// Lines of the start list for a feature file as OSGi's feature specification has it.
  private List<String> bundles(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file)) {
      JsonObject feature = JsonParser.parseReader(reader).getAsJsonObject();
      String name = feature.get("id").getAsString().split(":", -1)[1];
      for (JsonElement element : feature.getAsJsonArray("bundles")) {
        JsonObject bundle = element.getAsJsonObject();
        Path jar = jars.resolve(jarName(bundle.get("id").getAsString()));
        int level = bundle.get("start-level").getAsInt();
        if (level == 0) {
          classPath.add(jar);
          classPath.export(jar);
          copy(jar, "lib");
        } else {
          lines.add(name + " " + level + " " + copy(jar, "bundles"));
        }
      }
    }
    return lines;
  }

  /// The file of `group:artifact:version` or `group:artifact:type:classifier:version`.
  private static String jarName(String id) {
    String[] parts = id.split(":", -1);
    String classifier = parts.length == 5 ? "-" + parts[3] : "";
    return parts[1] + "-" + parts[parts.length - 1] + classifier + ".jar";
  }

  private String copy(Path jar, String folder) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipFile packed = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(packed.entries())) {
        files.put(entry.getName(), packed.getInputStream(entry).readAllBytes());
      }
    }
    if (folder.equals("bundles")) {
      Lambdas.unfold(files);
    }
    store(files, home.resolve(folder).resolve(jar.getFileName()));
    sum.update(jar.getFileName().toString().getBytes(StandardCharsets.UTF_8));
    sum.update(Files.readAllBytes(jar));
    return folder + "/" + jar.getFileName();
  }

  /// Writes a jar without compression: a start reads two thousand classes from the jars, and
  /// inflating them would be a tenth of its work.
  private static void store(Map<String, byte[]> files, Path jar) throws IOException {
    try (ZipOutputStream plain =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(jar)))) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        CRC32 check = new CRC32();
        check.update(file.getValue());
        ZipEntry stored = new ZipEntry(file.getKey());
        stored.setTimeLocal(TIME);
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(file.getValue().length);
        stored.setCrc(check.getValue());
        plain.putNextEntry(stored);
        plain.write(file.getValue());
      }
    }
  }

  private static Set<Path> files(Path folder, String glob) throws IOException {
    Set<Path> files = new TreeSet<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      found.forEach(files::add);
    }
    return files;
  }

  private static void empty(Path folder) throws IOException {
    for (Path file : files(folder, "*")) {
      if (!Files.isDirectory(file)) {
        Files.delete(file);
      }
    }
  }
}
