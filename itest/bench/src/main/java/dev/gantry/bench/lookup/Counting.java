package dev.gantry.bench.lookup;

import dev.gantry.api.plugin.ServiceOffer;
import dev.gantry.server.calls.CallCounter;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What it costs to count a call from its begin to its end, whatever happens between them.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Counting {
  private static final Metadata NO_HEADERS = new Metadata();

  private final ServerInterceptor counting = new CallCounter().on(ServiceOffer.Channel.GRPC);
  private final ServerCallHandler<InputStream, InputStream> handler =
      (call, headers) -> {
        call.close(Status.OK, headers);
        return new ServerCall.Listener<>() {};
      };
  private final ServerCall<InputStream, InputStream> call = new Silent();

  @Benchmark
  public Object call() {
    return counting.interceptCall(call, NO_HEADERS, handler);
  }

  /// A call without a client.
  private static final class Silent extends ServerCall<InputStream, InputStream> {
    private final MethodDescriptor<InputStream, InputStream> method =
        MethodDescriptor.newBuilder(Bytes.MARSHALLER, Bytes.MARSHALLER)
            .setFullMethodName("containerd.services.images.v1.Images/Get")
            .setType(MethodDescriptor.MethodType.UNARY)
            .build();

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(InputStream message) {}

    @Override
    public void close(Status status, Metadata trailers) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<InputStream, InputStream> getMethodDescriptor() {
      return method;
    }
  }

  private enum Bytes implements MethodDescriptor.Marshaller<InputStream> {
    MARSHALLER;

    @Override
    public InputStream stream(InputStream message) {
      return message;
    }

    @Override
    public InputStream parse(InputStream message) {
      return new ByteArrayInputStream(new byte[0]);
    }
  }
}
