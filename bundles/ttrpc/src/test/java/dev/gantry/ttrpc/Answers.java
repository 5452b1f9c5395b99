package dev.gantry.ttrpc;

import com.google.protobuf.BytesValue;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a stream answers.
final class Answers implements StreamObserver<BytesValue> {
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  String next() throws InterruptedException {
    return String.valueOf(messages.poll(60, TimeUnit.SECONDS));
  }

  /// Those that are left when the call has ended well.
  List<String> all() throws Exception {
    end.get(60, TimeUnit.SECONDS);
    List<String> left = new ArrayList<>();
    messages.drainTo(left);
    return left;
  }

  @Override
  public void onNext(BytesValue message) {
    messages.add(Echo.text(message));
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    end.complete(null);
  }
}
