package dev.gantry.server;

import io.grpc.Attributes;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// A call as the instance that answers it sees it: in messages of its own classes, none of them
/// larger than may be sent.
final class TypedCall<Q, A> extends ServerCall<Q, A> {
  private static final System.Logger LOG = System.getLogger(TypedCall.class.getName());

  private final ServerCall<InputStream, InputStream> raw;
  private final MethodDescriptor<Q, A> method;
  private final int maxSend;

  /// Whether the server ended the call over the instance's head, which goes on for a moment.
  private volatile boolean cutShort;

  TypedCall(ServerCall<InputStream, InputStream> raw, MethodDescriptor<Q, A> method, int maxSend) {
    this.raw = raw;
    this.method = method;
    this.maxSend = maxSend;
  }

  void cutShort(Status status) {
    if (!cutShort) {
      cutShort = true;
      raw.close(status, new Metadata());
    }
  }

  @Override
  public void sendMessage(A message) {
    if (cutShort) {
      return;
    }
    InputStream bytes = method.streamResponse(message);
    int length = length(bytes);
    if (length > maxSend) {
      cutShort(
          Status.RESOURCE_EXHAUSTED.withDescription(
              "trying to send message larger than max (" + length + " vs. " + maxSend + ")"));
    } else {
      raw.sendMessage(bytes);
    }
  }

  private static int length(InputStream bytes) {
    try {
      return bytes instanceof KnownLength ? bytes.available() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (!cutShort) {
      try {
        raw.close(status, RetryHint.in(trailers, status));
      } catch (RejectedExecutionException e) {
        LOG.log(Level.DEBUG, "the connection has ended", e);
      }
    }
  }

  @Override
  public boolean isCancelled() {
    return cutShort || raw.isCancelled();
  }

  @Override
  public void request(int messages) {
    raw.request(messages);
  }

  @Override
  public void sendHeaders(Metadata headers) {
    raw.sendHeaders(headers);
  }

  @Override
  public boolean isReady() {
    return raw.isReady();
  }

  @Override
  public void setMessageCompression(boolean enabled) {
    raw.setMessageCompression(enabled);
  }

  @Override
  public void setCompression(String compressor) {
    raw.setCompression(compressor);
  }

  @Override
  public void setOnReadyThreshold(int bytes) {
    raw.setOnReadyThreshold(bytes);
  }

  @Override
  public SecurityLevel getSecurityLevel() {
    return raw.getSecurityLevel();
  }

  @Override
  public Attributes getAttributes() {
    return raw.getAttributes();
  }

  @Override
  public @Nullable String getAuthority() {
    return raw.getAuthority();
  }

  @Override
  public MethodDescriptor<Q, A> getMethodDescriptor() {
    return method;
  }
}
