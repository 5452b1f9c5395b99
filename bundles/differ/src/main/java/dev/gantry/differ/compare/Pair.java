package dev.gantry.differ.compare;

import dev.gantry.linux.Directory;
import dev.gantry.linux.FileName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A directory in both trees, or in the upper one only, with the names that are to be compared.
///
/// @param touched the part of an overlay's upper directory that has all differences, if known
record Pair(
    TreePath path,
    @Nullable Directory lower,
    Directory upper,
    @Nullable Directory touched,
    Iterator<FileName> names)
    implements AutoCloseable {

  /// Opens all or nothing.
  static Pair open(
      TreePath path,
      Supplier<@Nullable Directory> lower,
      Supplier<Directory> upper,
      Supplier<@Nullable Directory> touched) {
    var opened = new ArrayList<Directory>();
    try {
      Directory above = upper.get();
      opened.add(above);
      Directory beneath = keep(lower.get(), opened);
      Directory only = keep(touched.get(), opened);
      return new Pair(path, beneath, above, only, names(beneath, above, only));
    } catch (RuntimeException e) {
      opened.forEach(Directory::close);
      throw e;
    }
  }

  private static @Nullable Directory keep(@Nullable Directory directory, List<Directory> opened) {
    if (directory != null) {
      opened.add(directory);
    }
    return directory;
  }

  private static Iterator<FileName> names(
      @Nullable Directory lower, Directory upper, @Nullable Directory touched) {
    if (touched != null) {
      return new TreeSet<>(touched.list()).iterator();
    }
    var all = new TreeSet<>(upper.list());
    if (lower != null) {
      all.addAll(lower.list());
    }
    return all.iterator();
  }

  @Override
  public void close() {
    upper.close();
    if (lower != null) {
      lower.close();
    }
    if (touched != null) {
      touched.close();
    }
  }
}
