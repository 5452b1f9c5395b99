package dev.gantry.runtime.shim;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.linux.Child;
import dev.gantry.proto.task.v2.DeleteResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The commands of a shim's program for one task. They run in its bundle and read nothing: shims of
/// either generation take an empty input, and the options of a task go to it with its creation.
///
/// @param daemon what shims are told of the daemon
public record ShimCommand(Daemon daemon, Path program, String namespace, String id, Path bundle) {
  /// Bytes of what is printed.
  private static final int MOST = 16 << 10;

  /// @param publisher the program that shims of the oldest kind hand their events to
  public record Daemon(
      String grpcAddress,
      String ttrpcAddress,
      Path publisher,
      boolean debug,
      ShimEnvironment environment) {}

  /// Starts the shim, or finds the one that this task shares. Somebody must read the bundle's log
  /// meanwhile.
  ///
  /// @throws dev.gantry.api.errors.GantryException UNKNOWN with what the program printed when it
  ///   fails, DEADLINE_EXCEEDED when it does not end within the time, and what the call throws when
  ///   nobody waits for it any more
  public Bootstrap start(Call call, Duration within) {
    ByteString printed = run(call, List.of(), "start", true, within);
    return Bootstrap.parse(printed.toByteArray());
  }

  /// Removes what a shim that is gone left of its task. To be run after every shim, also after one
  /// that ended well.
  ///
  /// @throws dev.gantry.api.errors.GantryException as [#start]
  public DeleteResponse delete(Duration within) {
    List<String> flags = List.of("-bundle", bundle.toString());
    ByteString printed = run(Call.DAEMON, flags, "delete", false, within);
    try {
      return DeleteResponse.parseFrom(printed);
    } catch (InvalidProtocolBufferException e) {
      throw Fault.UNKNOWN.because(
          "delete of shim \"" + program + "\" answers what cannot be read", e);
    }
  }

  private ByteString run(
      Call call, List<String> flags, String action, boolean withErrors, Duration within) {
    var command = new Child.Command(words(flags, action), variables(), bundle, withErrors);
    String what = action + " of shim \"" + program + "\" for task \"" + id + "\"";
    return new ShimRun(command, what, MOST).await(call, within, new byte[0]);
  }

  private List<String> words(List<String> flags, String action) {
    List<String> words = new ArrayList<>(List.of(program.toString(), "-namespace", namespace));
    words.addAll(List.of("-address", daemon.grpcAddress()));
    words.addAll(List.of("-publish-binary", daemon.publisher().toString(), "-id", id));
    words.addAll(flags);
    if (daemon.debug()) {
      words.add("-debug");
    }
    words.add(action);
    return words;
  }

  private Map<String, String> variables() {
    return daemon
        .environment()
        .with(
            Map.of(
                "GOMAXPROCS",
                "2",
                "MAX_SHIM_VERSION",
                "2",
                "TTRPC_ADDRESS",
                daemon.ttrpcAddress(),
                "GRPC_ADDRESS",
                daemon.grpcAddress(),
                "NAMESPACE",
                namespace));
  }
}
