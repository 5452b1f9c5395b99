package dev.gantry.shell;

import dev.gantry.shell.command.Arguments;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.felix.service.command.CommandSession;

/// How a line could go on: the names of commands, and what our own commands take.
final class Completion {
  private final CommandSession session;
  private final Arguments arguments;

  /// @param arguments what our own commands take
  Completion(CommandSession session, Arguments arguments) {
    this.session = session;
    this.arguments = arguments;
  }

  /// The words that could stand where a line ends.
  List<String> words(String line) {
    String statement = line.substring(lastBreak(line) + 1).stripLeading();
    int space = statement.lastIndexOf(' ');
    String begun = statement.substring(space + 1);
    Set<String> all =
        space < 0 ? commands() : arguments.of(statement.substring(0, statement.indexOf(' ')));
    return all.stream().filter(word -> word.startsWith(begun)).sorted().toList();
  }

  private static int lastBreak(String line) {
    return Math.max(
        Math.max(line.lastIndexOf('|'), line.lastIndexOf(';')),
        Math.max(line.lastIndexOf('('), line.lastIndexOf('{')));
  }

  /// With their scope and without.
  private Set<String> commands() {
    Set<String> names = new TreeSet<>();
    if (session.get(".commands") instanceof Set<?> known) {
      for (Object each : known) {
        String name = String.valueOf(each);
        names.add(name);
        names.add(name.substring(name.indexOf(':') + 1));
      }
    }
    return names;
  }
}
