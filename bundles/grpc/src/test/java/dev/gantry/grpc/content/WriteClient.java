package dev.gantry.grpc.content;

import dev.gantry.grpc.wire.Loopback;
import dev.gantry.proto.services.content.v1.ContentGrpc;
import dev.gantry.proto.services.content.v1.WriteContentRequest;
import dev.gantry.proto.services.content.v1.WriteContentResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// One stream of a client that writes.
final class WriteClient implements StreamObserver<WriteContentResponse> {
  final StreamObserver<WriteContentRequest> requests;
  private final BlockingQueue<WriteContentResponse> answers = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> end = new CompletableFuture<>();

  WriteClient(Loopback loopback) {
    requests = ContentGrpc.newStub(loopback.in("test")).write(this);
  }

  WriteContentResponse ask(WriteContentRequest.Builder request) throws InterruptedException {
    requests.onNext(request.build());
    return answer();
  }

  WriteContentResponse answer() throws InterruptedException {
    return answers.take();
  }

  Status end() {
    return end.join();
  }

  @Override
  public void onNext(WriteContentResponse answer) {
    answers.add(answer);
  }

  @Override
  public void onError(Throwable failure) {
    end.complete(Status.fromThrowable(failure));
  }

  @Override
  public void onCompleted() {
    end.complete(Status.OK);
  }
}
