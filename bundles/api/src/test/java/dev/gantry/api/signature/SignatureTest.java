package dev.gantry.api.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The exported packages offer what `api.txt` says, a line a package, type or member. Annotations
/// of OSGi are read from the class files, because no virtual machine keeps them.
class SignatureTest {
  private static final Path CLASSES = Path.of("target/classes");
  private static final Path ACCEPTED = Path.of("api.txt");
  private static final String ACCEPT = "api.accept";
  private static final String MARKS = "Lorg/osgi/annotation/versioning/";

  @Test
  void theApiIsTheAcceptedOne() throws IOException {
    Set<String> offered = offered();

    if (System.getProperty(ACCEPT) != null) {
      Files.write(ACCEPTED, offered);
    }
    String difference = difference(new TreeSet<>(Files.readAllLines(ACCEPTED)), offered);

    assertTrue(
        difference.isEmpty(),
        () ->
            "bundles/api/api.txt and the api differ:\n"
                + difference
                + "To accept it (see docs/decisions/150-the-api-as-a-list.md):"
                + " mvn test -pl bundles/api -Dtest=SignatureTest -D"
                + ACCEPT
                + "\n");
  }

  @Test
  void whatIsNewAndWhatIsGoneIsADifference() {
    assertEquals("- b\n+ c\n", difference(Set.of("a", "b"), Set.of("a", "c")));
  }

  @Test
  void membersConstantsAndNullnessAreListed() throws IOException {
    String offered = String.join("\n", offered());

    assertTrue(offered.contains("package dev.gantry.api.plugin 1."), offered);
    assertTrue(offered.contains("@ProviderType abstract interface<T>"), offered);
    assertTrue(offered.contains("@Nullable java.time.Instant sourceDateEpoch)"), offered);
    assertTrue(offered.contains("String PREFIX_ = gantry.plugin."), offered);
  }

  private static String difference(Set<String> accepted, Set<String> offered) {
    List<String> lines = new ArrayList<>();
    accepted.stream()
        .filter(line -> !offered.contains(line))
        .sorted()
        .forEach(l -> lines.add("- " + l));
    offered.stream()
        .filter(line -> !accepted.contains(line))
        .sorted()
        .forEach(l -> lines.add("+ " + l));
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static Set<String> offered() throws IOException {
    Set<String> lines = new TreeSet<>();
    try (Stream<Path> files = Files.walk(CLASSES)) {
      for (Path file : files.filter(path -> path.endsWith("package-info.class")).toList()) {
        String version = version(ClassFile.of().parse(file));
        if (!version.isEmpty()) {
          lines.add("package " + name(file).replace(".package-info", " ") + version);
          addTypes(file.resolveSibling("."), lines);
        }
      }
    }
    return lines;
  }

  private static void addTypes(Path folder, Set<String> lines) throws IOException {
    try (Stream<Path> files = Files.list(folder.normalize())) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        Class<?> type = load(name(file));
        if (isSeen(type)) {
          lines.addAll(Signature.of(type, marks(ClassFile.of().parse(file))));
        }
      }
    }
  }

  private static String name(Path file) {
    String path = CLASSES.relativize(file).toString();
    return path.substring(0, path.length() - ".class".length()).replace('/', '.');
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isSeen(@Nullable Class<?> type) {
    if (type == null) {
      return true;
    }
    return !type.isAnonymousClass()
        && (type.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
        && isSeen(type.getEnclosingClass());
  }

  private static List<Annotation> annotations(ClassModel type) {
    return type.findAttribute(Attributes.runtimeInvisibleAnnotations())
        .map(all -> all.annotations())
        .orElse(List.of());
  }

  private static Set<String> marks(ClassModel type) {
    return annotations(type).stream()
        .map(annotation -> annotation.className().stringValue())
        .filter(name -> name.startsWith(MARKS))
        .map(name -> "@" + name.substring(MARKS.length(), name.length() - 1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Of an exported package; empty for another.
  private static String version(ClassModel packageInfo) {
    return annotations(packageInfo).stream()
        .filter(annotation -> annotation.className().equalsString(MARKS + "Version;"))
        .map(annotation -> annotation.elements().getFirst().value())
        .map(value -> ((AnnotationValue.OfString) value).stringValue())
        .findFirst()
        .orElse("");
  }
}
