package dev.gantry.bench.report;

import java.util.List;

/// The rates of bare writes with a force each, which is as much as any log can reach.
///
/// @param appended to a file that grows, so that the file system records its size with each force
/// @param inPlace over bytes that the file has already, so that it need not
public record Disk(Samples appended, Samples inPlace) {
  String cell() {
    return appended.isEmpty()
        ? ""
        : Samples.figure(appended.median()) + ", " + Samples.figure(inPlace.median());
  }

  List<String> details() {
    return appended.isEmpty()
        ? List.of()
        : List.of("    appended    " + appended, "    in place    " + inPlace);
  }
}
