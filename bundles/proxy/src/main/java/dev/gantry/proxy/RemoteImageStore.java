package dev.gantry.proxy;

import dev.gantry.api.call.Call;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.images.Image;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.types.Digest;
import dev.gantry.proto.services.images.v1.CreateImageRequest;
import dev.gantry.proto.services.images.v1.DeleteImageRequest;
import dev.gantry.proto.services.images.v1.GetImageRequest;
import dev.gantry.proto.services.images.v1.ImagesGrpc;
import dev.gantry.proto.services.images.v1.ListImagesRequest;
import dev.gantry.proto.services.images.v1.UpdateImageRequest;
import dev.gantry.proto.types.Descriptor;
import dev.gantry.proxy.wire.Messages;
import dev.gantry.proxy.wire.Wire;
import io.grpc.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The images of a daemon. Filters are looked at here.
public final class RemoteImageStore implements ImageStore {
  private final Wire wire;

  /// @param channel stays the caller's
  public RemoteImageStore(Channel channel) {
    this.wire = new Wire(channel);
  }

  @Override
  public Image get(Call call, String name) {
    GetImageRequest request = GetImageRequest.newBuilder().setName(name).build();
    return image(wire.ask(call, ImagesGrpc.getGetMethod(), request).getImage());
  }

  @Override
  public List<Image> list(Call call, Filter filter) {
    return wire
        .ask(call, ImagesGrpc.getListMethod(), ListImagesRequest.getDefaultInstance())
        .getImagesList()
        .stream()
        .map(RemoteImageStore::image)
        .filter(filter::matches)
        .toList();
  }

  @Override
  public Image create(Call call, ImageDraft draft) {
    CreateImageRequest.Builder request = CreateImageRequest.newBuilder().setImage(message(draft));
    if (draft.sourceDateEpoch() != null) {
      request.setSourceDateEpoch(Messages.time(draft.sourceDateEpoch()));
    }
    return image(wire.ask(call, ImagesGrpc.getCreateMethod(), request.build()).getImage());
  }

  @Override
  public Image update(Call call, ImageDraft draft, List<String> paths) {
    UpdateImageRequest.Builder request =
        UpdateImageRequest.newBuilder()
            .setImage(message(draft))
            .setUpdateMask(Messages.mask(paths));
    if (draft.sourceDateEpoch() != null) {
      request.setSourceDateEpoch(Messages.time(draft.sourceDateEpoch()));
    }
    return image(wire.ask(call, ImagesGrpc.getUpdateMethod(), request.build()).getImage());
  }

  @Override
  public void delete(Call call, String name, @Nullable Digest target, boolean sync) {
    DeleteImageRequest.Builder request =
        DeleteImageRequest.newBuilder().setName(name).setSync(sync);
    if (target != null) {
      request.setTarget(Descriptor.newBuilder().setDigest(target.toString()));
    }
    wire.ask(call, ImagesGrpc.getDeleteMethod(), request.build());
  }

  private static dev.gantry.proto.services.images.v1.Image message(ImageDraft draft) {
    dev.gantry.proto.services.images.v1.Image.Builder message =
        dev.gantry.proto.services.images.v1.Image.newBuilder()
            .setName(draft.name())
            .putAllLabels(draft.labels());
    if (draft.target() != null) {
      message.setTarget(Messages.descriptor(draft.target()));
    }
    return message.build();
  }

  private static Image image(dev.gantry.proto.services.images.v1.Image image) {
    return new Image(
        image.getName(),
        image.getLabelsMap(),
        Messages.descriptor(image.getTarget()),
        Messages.time(image.getCreatedAt()),
        Messages.time(image.getUpdatedAt()));
  }
}
