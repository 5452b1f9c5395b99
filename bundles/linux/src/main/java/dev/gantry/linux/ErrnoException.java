package dev.gantry.linux;

import java.io.Serial;

/// A system call failed. Callers translate it into an error of their own; the message says the
/// call, what it was about, the meaning and the symbolic name, as in `mkdirat "/a/b": file exists
/// (EEXIST)`.
public final class ErrnoException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int value;
  private final String call;
  private final String subject;

  /// @param value the error number, positive
  /// @param call the system call, in lower case
  /// @param subject the path or other thing it was about
  public ErrnoException(int value, String call, String subject) {
    super(call + " \"" + subject + "\": " + describe(value));
    this.value = value;
    this.call = call;
    this.subject = subject;
  }

  ErrnoException(Errno errno, String call, Object subject) {
    this(errno.value(), call, subject.toString());
  }

  /// The kernel's error number.
  public int value() {
    return value;
  }

  /// The symbolic name such as `ENOSPC`, or `errno N` for a number without one here.
  public String symbol() {
    return symbol(value);
  }

  /// The system call that failed.
  public String call() {
    return call;
  }

  /// The path or other thing that the call was about.
  public String subject() {
    return subject;
  }

  /// Whether it is this error.
  public boolean is(Errno errno) {
    return value == errno.value();
  }

  private static String symbol(int value) {
    return Errno.of(value).map(Errno::name).orElse("errno " + value);
  }

  private static String describe(int value) {
    return Errno.of(value).map(Errno::text).orElse("failed") + " (" + symbol(value) + ")";
  }
}
