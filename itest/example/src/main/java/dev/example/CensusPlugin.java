package dev.example;

import dev.example.census.v1.CensusGrpc;
import dev.example.census.v1.ImagesRequest;
import dev.example.census.v1.ImagesResponse;
import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.metadata.MetadataDatabase;
import dev.gantry.api.plugin.Handle;
import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.PluginTypes;
import dev.gantry.api.plugin.Registration;
import dev.gantry.api.plugin.Requirement;
import dev.gantry.api.plugin.ServiceOffer;
import io.grpc.stub.StreamObserver;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/// Registers a gRPC service that Gantry does not know.
@Component(service = Registration.class)
@Plugin(type = PluginTypes.GRPC, id = "census")
public final class CensusPlugin implements Registration {
  @Override
  public List<Requirement> requires() {
    return List.of(Requirement.handle(PluginTypes.METADATA));
  }

  @Override
  public Object init(InitContext context) {
    var census = new Census(context.handle(PluginTypes.METADATA, MetadataDatabase.class));
    var definition = census.bindService();
    return (ServiceOffer)
        channel -> channel == ServiceOffer.Channel.GRPC ? List.of(definition) : List.of();
  }

  private static final class Census extends CensusGrpc.CensusImplBase {
    private final Handle<MetadataDatabase> metadata;

    Census(Handle<MetadataDatabase> metadata) {
      this.metadata = metadata;
    }

    @Override
    public void images(ImagesRequest request, StreamObserver<ImagesResponse> answer) {
      Call call = Call.DAEMON.in(request.getNamespace());
      int images = metadata.with(database -> database.images().list(call, Filter.ALL).size());
      answer.onNext(ImagesResponse.newBuilder().setImages(images).build());
      answer.onCompleted();
    }
  }
}
