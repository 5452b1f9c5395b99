package dev.gantry.server.calls;

import dev.gantry.api.metrics.CallCount;
import dev.gantry.api.metrics.CallCounts;
import dev.gantry.api.plugin.ServiceOffer;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.service.component.annotations.Component;

/// Counts calls by channel and method. It belongs to the listeners, so what it counted outlives an
/// exchange of the plugin that answers.
@Component(service = {CallCounter.class, CallCounts.class})
public final class CallCounter implements CallCounts {
  /// The name for all methods that nobody serves, as clients may make up any number of names.
  private static final String UNKNOWN = "unknown";

  private final Map<ServiceOffer.Channel, Map<String, Tally>> tallies =
      new EnumMap<>(ServiceOffer.Channel.class);

  public CallCounter() {
    Arrays.stream(ServiceOffer.Channel.values())
        .forEach(channel -> tallies.put(channel, new ConcurrentHashMap<>()));
  }

  /// What counts the calls of one channel.
  public ServerInterceptor on(ServiceOffer.Channel channel) {
    return new Counting(tallies.getOrDefault(channel, Map.of()));
  }

  @Override
  public List<CallCount> calls() {
    return tallies.entrySet().stream()
        .flatMap(
            channel ->
                new TreeMap<>(channel.getValue())
                    .entrySet().stream()
                        .map(tally -> tally.getValue().read(channel.getKey(), tally.getKey())))
        .toList();
  }

  private record Counting(Map<String, Tally> tallies) implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      Counted<Q, A> counted = new Counted<>(call, tally(call.getMethodDescriptor()));
      boolean started = false;
      try {
        ServerCall.Listener<Q> listener = counted.listening(next.startCall(counted, headers));
        started = true;
        return listener;
      } finally {
        if (!started) {
          counted.end(Tally.End.FAILED);
        }
      }
    }

    private Tally tally(MethodDescriptor<?, ?> method) {
      boolean served = method.getType() != MethodDescriptor.MethodType.UNKNOWN;
      String name = served ? method.getFullMethodName() : UNKNOWN;
      return tallies.computeIfAbsent(name, _ -> new Tally());
    }
  }

  /// A call that is counted when it begins and once when it ends.
  private static final class Counted<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final Tally tally;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final long start = System.nanoTime();

    Counted(ServerCall<Q, A> call, Tally tally) {
      super(call);
      this.tally = tally;
      tally.begin();
    }

    @Override
    public void close(Status status, Metadata trailers) {
      Tally.End answered = status.isOk() ? Tally.End.ANSWERED : Tally.End.FAILED;
      end(isCancelled() ? Tally.End.LEFT : answered);
      super.close(status, trailers);
    }

    void end(Tally.End how) {
      if (ended.compareAndSet(false, true)) {
        tally.end(how, System.nanoTime() - start);
      }
    }

    ServerCall.Listener<Q> listening(ServerCall.Listener<Q> listener) {
      return new SimpleForwardingServerCallListener<>(listener) {
        @Override
        public void onCancel() {
          end(Tally.End.LEFT);
          super.onCancel();
        }
      };
    }
  }
}
