package dev.gantry.restart;

import java.util.Map;
import java.util.Optional;

/// What a container's labels say of its task.
///
/// @param status `running` or `stopped`; anything else is no wish
/// @param policy when a task that does not run is started again
/// @param count how often it was
/// @param log URI for the standard output, empty for none
/// @param explicitlyStopped whether a user stopped it
record Wish(String status, String policy, int count, String log, boolean explicitlyStopped) {
  static final String STATUS = "containerd.io/restart.status";
  static final String COUNT = "containerd.io/restart.count";
  private static final String POLICY = "containerd.io/restart.policy";
  private static final String LOG = "containerd.io/restart.loguri";
  private static final String STOPPED = "containerd.io/restart.explicitly-stopped";

  static Wish of(Map<String, String> labels) {
    String stopped = labels.getOrDefault(STOPPED, "");
    return new Wish(
        labels.getOrDefault(STATUS, ""),
        labels.getOrDefault(POLICY, ""),
        number(labels.getOrDefault(COUNT, "")).orElse(0),
        labels.getOrDefault(LOG, ""),
        stopped.equals("1") || stopped.equals("t") || stopped.equalsIgnoreCase("true"));
  }

  /// Whether a task that does not run is to be started.
  ///
  /// @param exitStatus of the task; 0 when there is none
  /// @throws IllegalArgumentException when the policy is none that is known
  boolean starts(int exitStatus) {
    int colon = policy.indexOf(':');
    String name = colon < 0 ? policy : policy.substring(0, colon);
    if (colon >= 0 && !name.equals("on-failure")) {
      throw unknown();
    }
    return switch (name) {
      case "", "always" -> true;
      case "no" -> false;
      case "unless-stopped" -> !explicitlyStopped;
      case "on-failure" -> {
        int most = colon < 0 ? 0 : number(policy.substring(colon + 1)).orElseThrow(this::unknown);
        yield exitStatus != 0 && (most == 0 || count < most);
      }
      default -> throw unknown();
    };
  }

  private IllegalArgumentException unknown() {
    return new IllegalArgumentException("restart policy \"" + policy + "\" is not known");
  }

  private static Optional<Integer> number(String text) {
    try {
      int number = Integer.parseInt(text);
      return number < 0 ? Optional.empty() : Optional.of(number);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
