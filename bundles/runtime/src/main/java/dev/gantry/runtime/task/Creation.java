package dev.gantry.runtime.task;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.runtime.Checkpoint;
import dev.gantry.api.runtime.RuntimeTask;
import dev.gantry.api.runtime.SandboxLink;
import dev.gantry.proto.task.v2.ConnectRequest;
import dev.gantry.proto.task.v2.TaskGrpc;
import dev.gantry.runtime.shim.Bootstrap;
import dev.gantry.runtime.shim.ShimConnection;
import dev.gantry.runtime.shim.Shims;
import io.grpc.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Makes a task: bundle, shim, container. Every step leaves files that tell a daemon which comes
/// after this one what to take back. One thread makes one task.
final class Creation {
  private final Shims shims;
  private final Ending ending;
  private final Task task;
  private final RuntimeTask draft;
  private final BooleanSupplier wanted;
  private @Nullable Attachment attachment;
  private String images = "";
  private boolean bundled;

  /// @param wanted false once the daemon lets go of its shims
  Creation(Shims shims, Ending ending, Task task, RuntimeTask draft, BooleanSupplier wanted) {
    this.shims = shims;
    this.ending = ending;
    this.task = task;
    this.draft = draft;
    this.wanted = wanted;
  }

  /// @return the task's shim; on a failure nothing stays but the entry
  Attachment make(Call call) {
    boolean whole = false;
    try {
      bundle();
      Attachment made = start(call);
      attachment = made;
      join(made);
      Attachment complete = new Attachment(made.shim(), made.connection(), create(made));
      whole = true;
      return complete;
    } catch (IOException e) {
      throw Fault.UNKNOWN.because(
          "cannot make task \"" + task.key().id() + "\": " + e.getMessage(), e);
    } finally {
      // What is half made when the daemon lets go is for the next one, as is everything else.
      if (!whole && wanted.getAsBoolean()) {
        // Also when the caller is gone already.
        Context.ROOT.run(this::undo);
      }
    }
  }

  private void bundle() throws IOException {
    task.files().create(draft.spec().value());
    bundled = true;
    Checkpoint checkpoint = draft.checkpoint();
    if (checkpoint != null) {
      images = checkpoint.images(task.files().makeImages()).toString();
    }
    task.keep(shims.readLog(task.files().bundle()));
    if (draft.sandbox() != null) {
      task.files().writeSandbox(draft.sandbox().id());
    }
    if (task.program().isPresent()) {
      task.files().writeProgram(task.program().get());
    }
  }

  private Attachment start(Call call) throws IOException {
    Bootstrap shim = shim(call);
    task.reaches(shim.address());
    task.files().writeBootstrap(shim);
    ShimConnection connection = shims.connect(shim, task.key().namespace(), Timeouts.START);
    return new Attachment(shim, connection, 0);
  }

  /// Starts one, unless the task has a sandbox.
  private Bootstrap shim(Call call) {
    SandboxLink sandbox = draft.sandbox();
    if (sandbox != null) {
      return Bootstrap.sandbox(sandbox.version(), sandbox.address());
    }
    Path directory = task.files().bundle().directory();
    try {
      return shims
          .command(task.program().orElseThrow(), task.key().namespace(), task.key().id(), directory)
          .start(call, Timeouts.START);
    } catch (GantryException e) {
      throw e.during("failed to start shim");
    }
  }

  /// A shim is told no options at its start, so this one is obeyed in its place.
  private void join(Attachment made) throws IOException {
    String group = Messages.shimGroup(draft.runtime().options());
    if (!group.isEmpty() && draft.sandbox() == null) {
      int pid =
          made.connection()
              .call(
                  TaskGrpc.getConnectMethod(),
                  ConnectRequest.newBuilder().setId(task.key().id()).build(),
                  Timeouts.START)
              .getShimPid();
      if (pid <= 0) { // The kernel would take that for this process.
        throw Fault.UNKNOWN.because("the shim tells no pid to put into group \"" + group + "\"");
      }
      shims.join(group, pid);
    }
  }

  private int create(Attachment made) {
    try {
      return made.connection()
          .call(
              TaskGrpc.getCreateMethod(),
              Messages.creation(
                  task.key(), draft, task.files().bundle().directory().toString(), images))
          .getPid();
    } catch (GantryException e) {
      throw e.during("failed to create shim task");
    }
  }

  private void undo() {
    Optional<Attachment> shim = Optional.ofNullable(attachment);
    if (shim.isPresent()) {
      ending.discard(task, shim.get());
    } else if (bundled) {
      ending.discard(task);
    }
  }
}
