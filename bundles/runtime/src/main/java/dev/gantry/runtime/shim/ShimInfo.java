package dev.gantry.runtime.shim;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.types.TypedValue;
import dev.gantry.linux.Child;
import dev.gantry.proto.types.RuntimeInfo;
import dev.gantry.proto.types.RuntimeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Asks the program of a shim what it is and what its runtime can do, for no task. Shims before 2.0
/// know no such flag, and fail.
record ShimInfo(ShimPrograms programs, ShimEnvironment environment) {
  private static final Path ANYWHERE = Path.of("/");
  private static final Duration WITHIN = Duration.ofSeconds(10);

  /// Bytes of what is printed; the features of a runtime are some ten thousand.
  private static final int MOST = 1 << 20;

  /// @param question a [RuntimeRequest], with the runtime's name or path and its options
  /// @return a [RuntimeInfo]
  /// @throws dev.gantry.api.errors.GantryException as [ShimPrograms#find] and [ShimRun#await]; what
  ///   a program says on its error output is in the daemon's log
  TypedValue ask(Call call, TypedValue question) {
    if (!question.typeUrl().endsWith(RuntimeRequest.getDescriptor().getFullName())) {
      throw Fault.UNKNOWN.because(
          "runtimes know no question of type \"" + question.typeUrl() + "\"");
    }
    RuntimeRequest request;
    try {
      request = RuntimeRequest.parseFrom(question.value());
    } catch (InvalidProtocolBufferException e) {
      throw Fault.UNKNOWN.because(
          "a question of type \"" + question.typeUrl() + "\" is not read", e);
    }
    byte[] options = request.getOptions().toByteArray();
    if (options.length > Child.MOST_INPUT) {
      throw Fault.INVALID_ARGUMENT.because(
          "options of " + options.length + " bytes for \"" + request.getRuntimePath() + "\"");
    }
    Path program = programs.find(request.getRuntimePath(), environment.path());
    String what = "-info of shim \"" + program + "\"";
    var command =
        new Child.Command(
            List.of(program.toString(), "-info"), environment.with(Map.of()), ANYWHERE, false);
    ByteString printed = new ShimRun(command, what, MOST).await(call, WITHIN, options);
    try {
      RuntimeInfo info = RuntimeInfo.parseFrom(printed);
      return new TypedValue(RuntimeInfo.getDescriptor().getFullName(), info.toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw Fault.UNKNOWN.because(what + " answers what cannot be read", e);
    }
  }
}
