package dev.gantry.itest.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;

/// What each bundle imports and exports, against the table in docs/architecture.md.
class ManifestTest {
  private static final List<String> GRPC =
      List.of("io.grpc", "io.perfmark", "com.google", "io.netty");
  private static final List<String> OSGI =
      List.of("org.osgi.framework", "org.osgi.service.component", "org.osgi.util.tracker");

  private static final List<String> FRAMEWORK =
      List.of("org.osgi.framework", "org.apache.felix.framework", "org.apache.commons.cli");

  private static final Map<String, List<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry("api", List.of("api")),
          Map.entry("linux", List.of("linux")),
          Map.entry("store", List.of("store", "api")),
          Map.entry("compress", List.of("compress")),
          Map.entry("grpc-lib", List.of("GRPC")),
          Map.entry("proto", List.of("proto", "GRPC")),
          Map.entry("ttrpc", List.of("ttrpc", "proto", "GRPC")),
          Map.entry("registry", List.of("api", "OSGI")),
          Map.entry("config", List.of("api", "OSGI")),
          Map.entry("deploy", List.of("api", "OSGI")),
          Map.entry("server", List.of("api", "linux", "proto", "ttrpc", "GRPC", "OSGI")),
          Map.entry("content", List.of("api", "linux", "OSGI")),
          Map.entry("snapshotter-native", List.of("api", "linux", "store", "OSGI")),
          Map.entry("snapshotter-overlayfs", List.of("api", "linux", "store", "OSGI")),
          Map.entry("differ", List.of("api", "linux", "compress", "OSGI")),
          Map.entry("metadata", List.of("api", "store", "OSGI")),
          Map.entry("gc", List.of("api", "OSGI")),
          Map.entry("events", List.of("api", "proto", "GRPC", "OSGI")),
          Map.entry("service", List.of("api", "OSGI")),
          Map.entry("runtime", List.of("api", "linux", "proto", "ttrpc", "GRPC", "OSGI")),
          Map.entry("restart", List.of("api", "OSGI")),
          Map.entry("grpc", List.of("api", "proto", "GRPC", "OSGI")),
          Map.entry("shell", List.of("api", "GOGO", "OSGI")),
          Map.entry("launcher", List.of("FRAMEWORK")));

  private static final Set<String> EXPORTING =
      Set.of("api", "linux", "store", "compress", "grpc-lib", "proto", "ttrpc");

  @Test
  void everyBundleOfOursIsInTheTable() throws IOException {
    assertEquals(MAY_IMPORT.keySet(), House.manifests().keySet());
  }

  @Test
  void importsStayWithinTheTable() throws IOException {
    List<String> wrong = new ArrayList<>();

    House.manifests()
        .forEach(
            (room, manifest) -> {
              for (String name : packages(manifest, "Import-Package")) {
                if (!allowed(MAY_IMPORT.getOrDefault(room, List.of()), name)) {
                  wrong.add(room + " imports " + name);
                }
              }
            });

    assertEquals(List.of(), wrong);
  }

  @Test
  void onlyTheFloorExports() throws IOException {
    List<String> wrong = new ArrayList<>();

    House.manifests()
        .forEach(
            (room, manifest) -> {
              boolean exports = !packages(manifest, "Export-Package").isEmpty();
              if (exports != EXPORTING.contains(room)) {
                wrong.add(room + (exports ? " exports" : " exports nothing"));
              }
            });

    assertEquals(List.of(), wrong);
  }

  @Test
  void everyExportHasAVersionOfItsOwn() throws IOException {
    House.manifests()
        .forEach(
            (room, manifest) -> {
              String exports =
                  String.valueOf(manifest.getMainAttributes().getValue("Export-Package"));
              assertTrue(
                  !exports.contains("version=\"0.0.0\""), room + " exports without a version");
            });
  }

  @Test
  void aForbiddenImportIsFound() {
    assertTrue(!allowed(MAY_IMPORT.get("gc"), "dev.gantry.store"));
    assertTrue(!allowed(MAY_IMPORT.get("api"), "io.grpc"));
    assertTrue(!allowed(MAY_IMPORT.get("metadata"), "dev.gantry.content"));
  }

  private static boolean allowed(List<String> rooms, String name) {
    return isOfJdk(name)
        || rooms.stream()
            .anyMatch(
                room ->
                    switch (room) {
                      case "GRPC" -> isBelow(name, GRPC);
                      case "OSGI" -> isBelow(name, OSGI);
                      case "FRAMEWORK" -> isBelow(name, FRAMEWORK);
                      case "GOGO" -> isBelow(name, List.of("org.apache.felix.service"));
                      default -> isBelow(name, List.of("dev.gantry." + room));
                    });
  }

  private static boolean isOfJdk(String name) {
    return isBelow(
        name,
        List.of(
            "java",
            "jdk.net",
            "javax.net.ssl",
            "javax.security",
            "javax.management",
            "sun.misc",
            "sun.reflect",
            "javax.naming"));
  }

  private static boolean isBelow(String name, List<String> roots) {
    return roots.stream().anyMatch(root -> name.equals(root) || name.startsWith(root + "."));
  }

  /// The package names of a header, whose clauses may quote commas.
  private static List<String> packages(Manifest manifest, String header) {
    String value = manifest.getMainAttributes().getValue(header);
    List<String> names = new ArrayList<>();
    if (value != null) {
      for (String clause : value.replaceAll("\"[^\"]*\"", "").split(",", -1)) {
        names.add(clause.split(";", -1)[0].strip());
      }
    }
    return names;
  }
}
