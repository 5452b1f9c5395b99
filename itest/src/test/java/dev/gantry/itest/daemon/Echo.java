package dev.gantry.itest.daemon;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A gRPC service of a plugin of its own, `sample.Echo`, and its client.
public final class Echo {
  private static final String BODY =
      """
      static final class Text implements io.grpc.MethodDescriptor.Marshaller<String> {
        public java.io.InputStream stream(String text) {
          return new java.io.ByteArrayInputStream(text.getBytes());
        }
        public String parse(java.io.InputStream in) {
          try {
            return new String(in.readAllBytes());
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }
      }
      public Object init(InitContext context) {
        var say =
            io.grpc.MethodDescriptor.newBuilder(new Text(), new Text())
                .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("sample.Echo/Say")
                .build();
        var handler =
            io.grpc.stub.ServerCalls.<String, String>asyncUnaryCall(
                (text, answer) -> {
                  %s
                  answer.onNext("%s " + text);
                  answer.onCompleted();
                });
        var service =
            io.grpc.ServerServiceDefinition.builder("sample.Echo")
                .addMethod(say, handler)
                .build();
        return (ServiceOffer)
            channel -> channel == ServiceOffer.Channel.GRPC ? List.of(service) : List.of();
      }
      """;

  private static final MethodDescriptor<String, String> SAY =
      MethodDescriptor.newBuilder(new Text(), new Text())
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("sample.Echo/Say")
          .build();

  private Echo() {}

  /// The plugin.
  ///
  /// @param word that begins its answers
  /// @param before statements that each call runs first
  public static TestBundle saying(String word, String before) {
    return TestBundle.of(
        "test.echo", "io.containerd.grpc.v1", "echo", BODY.formatted(before, word));
  }

  /// The plugin, exclusive and with statements that its init runs first.
  public static TestBundle alone(String word, String init) {
    TestBundle bundle = saying(word, "");
    return bundle.doing(
        "public boolean exclusive() { return true; }\n"
            + bundle.body().replace("(InitContext context) {", "(InitContext context) {" + init));
  }

  /// Calls it once.
  public static String say(Channel channel) {
    return say(channel, Duration.ofSeconds(60));
  }

  /// Calls it once, and waits for no longer than this.
  public static String say(Channel channel, Duration patience) {
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS);
    return ClientCalls.blockingUnaryCall(channel, SAY, options, "hello");
  }

  /// A message that is plain text.
  private static final class Text implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String text) {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream in) {
      try {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
