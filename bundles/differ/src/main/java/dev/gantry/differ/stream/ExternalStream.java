package dev.gantry.differ.stream;

import dev.gantry.api.call.Call;
import dev.gantry.api.errors.GantryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What a program makes of a stream. The program dies with the stream, when its source fails, and
/// when nobody waits for the result any more. The end of the stream is reached only when the
/// program has ended well.
final class ExternalStream extends InputStream {
  private static final int MOST_COMPLAINTS = 4096;
  private static final long LOOK_MILLIS = 100;

  private final Processors.Step step;
  private final InputStream source;
  private final Process process;
  private final @Nullable Path payload;
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile String complaints = "";

  private ExternalStream(
      Processors.Step step, InputStream source, Process process, @Nullable Path payload) {
    this.step = step;
    this.source = source;
    this.process = process;
    this.payload = payload;
  }

  /// @param source closed with the stream; left alone when this fails
  static ExternalStream start(Call call, Processors.Step step, InputStream source, Path scratch)
      throws IOException {
    Path payload = step.payload().isPresent() ? payload(step, scratch) : null;
    try {
      var stream = new ExternalStream(step, source, launch(step, payload), payload);
      stream.run("feed", stream::feed);
      stream.run("complaints", stream::listen);
      stream.run("watch", () -> stream.watch(call));
      return stream;
    } catch (IOException e) {
      if (payload != null) {
        Files.deleteIfExists(payload);
      }
      throw e;
    }
  }

  private static Path payload(Processors.Step step, Path scratch) throws IOException {
    Path file = Files.createTempFile(Files.createDirectories(scratch), "payload-", "");
    return Files.write(file, ProtoAny.encode(step.payload().orElseThrow()));
  }

  /// The payload is read from descriptor 3, which only a shell can set up.
  private static Process launch(Processors.Step step, @Nullable Path payload) throws IOException {
    var command = new ArrayList<String>();
    if (payload != null) {
      command.addAll(List.of("/bin/sh", "-c", "exec \"$@\" 3<\"$0\"", payload.toString()));
    }
    command.add(step.processor().path());
    command.addAll(step.processor().args());
    var builder = new ProcessBuilder(command);
    for (String pair : step.processor().env()) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        builder.environment().put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    builder.environment().put("STREAM_PROCESSOR_MEDIATYPE", step.input());
    return builder.start();
  }

  private void run(String what, Runnable work) {
    String name = "stream-processor-" + step.processor().id() + "-" + what;
    threads.add(Thread.ofPlatform().daemon().name(name).start(work));
  }

  private void feed() {
    byte[] chunk = new byte[64 * 1024];
    try (OutputStream input = process.getOutputStream()) {
      for (int got = take(chunk); got >= 0; got = take(chunk)) {
        input.write(chunk, 0, got);
      }
    } catch (IOException e) {
      // The program does not want all of it, which is its own business, or it is gone.
    }
  }

  /// Without its source the program must not come to a good end.
  private int take(byte[] chunk) {
    try {
      return source.read(chunk);
    } catch (IOException | RuntimeException e) {
      fail(e);
      return -1;
    }
  }

  private void listen() {
    try (InputStream errors = process.getErrorStream()) {
      complaints = new String(errors.readNBytes(MOST_COMPLAINTS), StandardCharsets.UTF_8).strip();
      errors.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // It is gone, and what it said so far is there.
    }
  }

  private void watch(Call call) {
    try {
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        call.check();
      }
    } catch (GantryException | InterruptedException e) {
      fail(e);
    }
  }

  private void fail(Throwable cause) {
    failure.compareAndSet(null, cause);
    kill();
  }

  /// Ends the program at once, from any thread. What is read after that fails.
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    try {
      int got = process.getInputStream().read(target, offset, length);
      if (got < 0) {
        checkEnd();
      }
      return got;
    } catch (IOException e) {
      // Killing the program closes its streams; why it was killed says more.
      rethrowFailure();
      throw e;
    }
  }

  private void rethrowFailure() throws IOException {
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  private void checkEnd() throws IOException {
    int code = process.onExit().join().exitValue();
    joinThreads();
    rethrowFailure();
    if (code != 0) {
      throw new IOException(
          "stream processor \"%s\" ended with code %d: %s"
              .formatted(step.processor().id(), code, complaints));
    }
  }

  private void joinThreads() {
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts this thread", e);
      }
    }
  }

  /// The program is dead when this returns. Whatever feeds the source must have been killed before.
  @Override
  public void close() throws IOException {
    kill();
    process.onExit().join();
    joinThreads();
    process.getInputStream().close();
    if (payload != null) {
      Files.deleteIfExists(payload);
    }
    source.close();
  }
}
