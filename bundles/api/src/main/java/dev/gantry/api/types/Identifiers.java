package dev.gantry.api.types;

import dev.gantry.api.errors.Fault;
import java.util.regex.Pattern;

/// The rule for names of namespaces, containers, tasks and the parts of a topic.
public final class Identifiers {
  private static final int LONGEST = 76;
  private static final Pattern FORM = Pattern.compile("^[A-Za-z0-9]+(?:[._-](?:[A-Za-z0-9]+))*$");

  private Identifiers() {}

  /// The name itself when it is one.
  ///
  /// @param context put before the message when it is not
  /// @throws dev.gantry.api.errors.GantryException INVALID_ARGUMENT
  public static String check(String context, String name) {
    String wrong =
        name.isEmpty()
            ? "identifier must not be empty"
            : name.length() > LONGEST
                ? "identifier \""
                    + name.substring(0, LONGEST)
                    + "...\" greater than maximum length ("
                    + LONGEST
                    + " characters)"
                : FORM.matcher(name).matches()
                    ? ""
                    : "identifier \"" + name + "\" must match " + FORM;
    if (!wrong.isEmpty()) {
      throw Fault.INVALID_ARGUMENT.because(context.isEmpty() ? wrong : context + ": " + wrong);
    }
    return name;
  }
}
