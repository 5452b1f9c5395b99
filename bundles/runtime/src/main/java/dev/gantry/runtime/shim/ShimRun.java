package dev.gantry.runtime.shim;

import com.google.protobuf.ByteString;
import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.linux.Child;
import dev.gantry.linux.ErrnoException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// One run of a shim's program.
///
/// @param what it does, for messages: `start of shim "P"`
/// @param most bytes of its output that are kept
record ShimRun(Child.Command command, String what, int most) {
  private static final Duration LOOK = Duration.ofMillis(100);

  /// Runs it to its end. A program that does not end in time, or that nobody waits for any more, is
  /// killed.
  ///
  /// @param input as for [Child#start]
  /// @return the beginning of what it printed
  /// @throws dev.gantry.api.errors.GantryException UNKNOWN with what the program printed when it
  ///   fails, DEADLINE_EXCEEDED when it does not end within the time, and what the call throws when
  ///   nobody waits for it any more
  ByteString await(Call call, Duration within, byte[] input) {
    long end = System.nanoTime() + within.toNanos();
    var printed = new ByteArrayOutputStream();
    try (Child child = Child.start(command, input)) {
      // The rest goes nowhere, so that the program does not wait for a reader.
      while (!child.await(LOOK, chunk -> printed.write(chunk, 0, fitting(chunk, printed)))) {
        call.check();
        if (Thread.currentThread().isInterrupted()) {
          throw Fault.CANCELLED.because(what);
        }
        if (System.nanoTime() - end >= 0) {
          throw Fault.DEADLINE_EXCEEDED.because(what);
        }
      }
      if (child.status() != 0) {
        String text = printed.toString(StandardCharsets.UTF_8).strip();
        throw Fault.UNKNOWN.because(
            what + " ended with " + child.status() + (text.isEmpty() ? "" : ": " + text));
      }
      return ByteString.copyFrom(printed.toByteArray());
    } catch (ErrnoException e) {
      throw Fault.UNKNOWN.because("cannot run the " + what + ": " + e.getMessage(), e);
    }
  }

  private int fitting(byte[] chunk, ByteArrayOutputStream printed) {
    return Math.min(chunk.length, most - printed.size());
  }
}
