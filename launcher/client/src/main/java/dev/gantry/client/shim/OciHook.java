package dev.gantry.client.shim;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// `gantry oci-hook`, which gives a hook of the OCI runtime arguments and an environment that
/// depend on the container. Prints the command that the shell that started it is to become.
public final class OciHook {
  /// Bytes of a container's state; one has some hundred and its annotations.
  private static final int MOST = 4 << 20;

  private OciHook() {}

  public static void main(String[] args) {
    try {
      List<String> words = words(args);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("usage: gantry oci-hook [--] PROGRAM [ARGUMENT...]");
      }
      byte[] state = System.in.readNBytes(MOST + 1);
      if (state.length > MOST) {
        throw new IllegalArgumentException("the container's state has more than 4 MiB");
      }
      Container container = Container.parse(new String(state, StandardCharsets.UTF_8));
      String command = command(container, words, System.getenv());
      PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
      out.print(command);
      out.flush();
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("gantry: the hook is not run: " + e.getMessage());
      System.exit(1);
    }
  }

  /// Without the end of options that may stand before the program.
  static List<String> words(String... args) {
    List<String> words = List.of(args);
    return !words.isEmpty() && words.getFirst().equals("--")
        ? words.subList(1, words.size())
        : words;
  }

  /// A line of the shell.
  static String command(Container container, List<String> words, Map<String, String> environment) {
    StringBuilder command = new StringBuilder("exec env --");
    environment.forEach(
        (name, value) -> {
          String filled = container.fill(value);
          if (!filled.equals(value)) {
            command.append(' ').append(quoted(name + "=" + filled));
          }
        });
    words.forEach(word -> command.append(' ').append(quoted(container.fill(word))));
    return command.toString();
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
