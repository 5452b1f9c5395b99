package dev.gantry.itest.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Files, methods and packages stay small: warned of above 300 lines, 30 lines and 15 types,
/// refused above 500, 60 and 30.
class SizeTest {
  private record Limit(String what, int warned, int refused) {}

  private static final Limit FILE = new Limit("lines of file", 300, 500);
  private static final Limit METHOD = new Limit("lines of method", 30, 60);
  private static final Limit PACKAGE = new Limit("types of package", 15, 30);

  @Test
  void filesStaySmall() throws IOException {
    Map<String, Integer> sizes = new TreeMap<>();
    for (Path file : House.sources()) {
      sizes.put(name(file), Files.readAllLines(file).size());
    }

    assertEquals(List.of(), above(FILE, sizes));
  }

  @Test
  void methodsStaySmall() throws IOException {
    List<String> wrong = above(METHOD, methods(House.sources()));

    assertEquals(List.of(), wrong);
  }

  @Test
  void packagesStaySmall() throws IOException {
    Map<String, Integer> sizes =
        House.sources().stream()
            .filter(file -> !file.endsWith("package-info.java"))
            .collect(
                Collectors.groupingBy(
                    file -> name(file.getParent()),
                    TreeMap::new,
                    Collectors.summingInt(file -> 1)));

    assertEquals(List.of(), above(PACKAGE, sizes));
  }

  @Test
  void aLongMethodIsFound() throws IOException {
    Path file = Files.createTempFile("Long", ".java");
    Files.writeString(file, "class Long { void m() {\n" + "m();\n".repeat(70) + "} }\n");

    List<String> wrong = above(METHOD, methods(List.of(file)));

    assertEquals(1, wrong.size());
    assertTrue(wrong.getFirst().contains("72"), wrong.getFirst());
    Files.delete(file);
  }

  private static List<String> above(Limit limit, Map<String, Integer> sizes) {
    List<String> refused = new ArrayList<>();
    sizes.forEach(
        (name, size) -> {
          if (size > limit.refused) {
            refused.add(name + ": " + size + " " + limit.what);
          } else if (size > limit.warned) {
            System.out.println("[WARNING] " + name + ": " + size + " " + limit.what);
          }
        });
    return refused;
  }

  private static String name(@Nullable Path file) {
    return file == null ? "" : House.CHECKOUT.relativize(file.toAbsolutePath()).toString();
  }

  private static Map<String, Integer> methods(List<Path> files) throws IOException {
    Map<String, Integer> sizes = new TreeMap<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  ignored -> {},
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      for (CompilationUnitTree unit : task.parse()) {
        new MethodSizes(Trees.instance(task), unit, sizes).scan(unit, null);
      }
    }
    return sizes;
  }

  private static final class MethodSizes extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final Trees trees;
    private final CompilationUnitTree unit;
    private final Map<String, Integer> sizes;
    private String type = "";

    MethodSizes(Trees trees, CompilationUnitTree unit, Map<String, Integer> sizes) {
      this.trees = trees;
      this.unit = unit;
      this.sizes = sizes;
    }

    @Override
    public @Nullable Void visitClass(ClassTree tree, @Nullable Void nothing) {
      String outer = type;
      type = outer.isEmpty() ? tree.getSimpleName().toString() : outer + "." + tree.getSimpleName();
      super.visitClass(tree, nothing);
      type = outer;
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree tree, @Nullable Void nothing) {
      var positions = trees.getSourcePositions();
      long start = positions.getStartPosition(unit, tree);
      long end = positions.getEndPosition(unit, tree);
      int lines =
          (int) (unit.getLineMap().getLineNumber(end) - unit.getLineMap().getLineNumber(start) + 1);
      sizes.merge(type + "." + tree.getName(), lines, Math::max);
      return super.visitMethod(tree, nothing);
    }
  }
}
