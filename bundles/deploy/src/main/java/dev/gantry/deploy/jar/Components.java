package dev.gantry.deploy.jar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the descriptions of Declarative Services in a jar say of its plugins.
public final class Components {
  private static final Pattern PROPERTY =
      Pattern.compile("<property name=\"([^\"]+)\"[^>]* value=\"([^\"]*)\"");

  /// Bytes of a description; one of a component has some hundred.
  private static final int LARGEST = 64 << 10;

  private Components() {}

  /// The `service.ranking` of each plugin, by URI.
  ///
  /// @throws IOException when the jar cannot be read, or a description in it is too large
  public static Map<String, Integer> rankings(Path file) throws IOException {
    Map<String, Integer> rankings = new TreeMap<>();
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      for (JarEntry entry : jar.stream().filter(Components::isDescription).toList()) {
        try (InputStream in = jar.getInputStream(entry)) {
          byte[] bytes = in.readNBytes(LARGEST + 1);
          if (bytes.length > LARGEST) {
            throw new IOException(entry.getName() + " is larger than " + LARGEST + " bytes");
          }
          String text = new String(bytes, StandardCharsets.UTF_8);
          Map<String, String> properties = new TreeMap<>();
          Matcher property = PROPERTY.matcher(text);
          while (property.find()) {
            properties.put(property.group(1), property.group(2));
          }
          rankings.put(
              properties.get("gantry.plugin.type") + "." + properties.get("gantry.plugin.id"),
              number(properties.getOrDefault("service.ranking", "0")));
        }
      }
    }
    return rankings;
  }

  private static boolean isDescription(JarEntry entry) {
    return entry.getName().startsWith("OSGI-INF/") && entry.getName().endsWith(".xml");
  }

  private static int number(String text) {
    return text.matches("-?\\d{1,9}") ? Integer.parseInt(text) : 0;
  }
}
