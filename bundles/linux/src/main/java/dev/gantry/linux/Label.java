package dev.gantry.linux;

import java.util.ArrayDeque;
import java.util.Deque;

/// What an open file is called in messages: a name below what is called `above`, which is another
/// label or a text. It is spelled only when a message is written: a walk has many directories open,
/// and each would hold the whole path.
///
/// @param length of the names that are kept, in bytes
record Label(Object above, FileName name, int length) {
  static final FileName PARENT = FileName.of("..");

  /// With longer ones, what is above is cut to a text, so that no depth makes a label large.
  private static final int MOST_KEPT = 4096;

  private static final int MOST_SPELLED = 1024;
  private static final String CUT = "[...]";

  static Label of(Object above, FileName name) {
    int own = 1 + name.raw().length;
    int length = own + (above instanceof Label label ? label.length : 0);
    return length > MOST_KEPT
        ? new Label(above.toString(), name, own)
        : new Label(above, name, length);
  }

  /// What the directory above is called.
  static Object parent(Object label) {
    return label instanceof Label own && !own.name.isParent() ? own.above : of(label, PARENT);
  }

  /// The path; a long one without its middle.
  @Override
  public String toString() {
    Deque<FileName> names = new ArrayDeque<>();
    Object top = this;
    while (top instanceof Label(Object above, FileName name, _)) {
      names.push(name);
      top = above;
    }
    StringBuilder path = new StringBuilder(top.toString());
    names.forEach(name -> path.append('/').append(name));
    if (path.length() > MOST_SPELLED) {
      int half = (MOST_SPELLED - CUT.length()) / 2;
      path.replace(half, path.length() - half, CUT);
    }
    return path.toString();
  }
}
