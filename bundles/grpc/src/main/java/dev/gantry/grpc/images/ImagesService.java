package dev.gantry.grpc.images;

import com.google.protobuf.Empty;
import dev.gantry.api.call.Call;
import dev.gantry.api.errors.Fault;
import dev.gantry.api.errors.GantryException;
import dev.gantry.api.filters.Filter;
import dev.gantry.api.images.Image;
import dev.gantry.api.images.ImageDraft;
import dev.gantry.api.images.ImageStore;
import dev.gantry.api.types.Descriptor;
import dev.gantry.api.types.Digest;
import dev.gantry.grpc.wire.Descriptors;
import dev.gantry.grpc.wire.ServiceBuilder;
import dev.gantry.grpc.wire.Times;
import dev.gantry.proto.services.images.v1.CreateImageRequest;
import dev.gantry.proto.services.images.v1.CreateImageResponse;
import dev.gantry.proto.services.images.v1.DeleteImageRequest;
import dev.gantry.proto.services.images.v1.GetImageRequest;
import dev.gantry.proto.services.images.v1.GetImageResponse;
import dev.gantry.proto.services.images.v1.ImagesGrpc;
import dev.gantry.proto.services.images.v1.ListImagesRequest;
import dev.gantry.proto.services.images.v1.ListImagesResponse;
import dev.gantry.proto.services.images.v1.UpdateImageRequest;
import dev.gantry.proto.services.images.v1.UpdateImageResponse;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Translates the calls on images.
final class ImagesService {
  private final ImageStore images;

  ImagesService(ImageStore images) {
    this.images = images;
  }

  ServerServiceDefinition definition() {
    return new ServiceBuilder(ImagesGrpc.getServiceDescriptor())
        .unary(ImagesGrpc.getGetMethod(), this::get)
        .unary(ImagesGrpc.getListMethod(), this::list)
        .unary(ImagesGrpc.getCreateMethod(), this::create)
        .unary(ImagesGrpc.getUpdateMethod(), this::update)
        .unary(ImagesGrpc.getDeleteMethod(), this::delete, DeleteImageRequest::getSync)
        .build();
  }

  private GetImageResponse get(Call call, GetImageRequest request) {
    return GetImageResponse.newBuilder()
        .setImage(message(images.get(call, request.getName())))
        .build();
  }

  private ListImagesResponse list(Call call, ListImagesRequest request) {
    ListImagesResponse.Builder response = ListImagesResponse.newBuilder();
    images
        .list(call, Filter.parse(request.getFiltersList()))
        .forEach(image -> response.addImages(message(image)));
    return response.build();
  }

  private CreateImageResponse create(Call call, CreateImageRequest request) {
    var image = request.getImage();
    Image created =
        images.create(
            call,
            new ImageDraft(
                image.getName(),
                image.getLabelsMap(),
                image.hasTarget() ? Descriptors.from(image.getTarget()) : null,
                request.hasSourceDateEpoch() ? Times.from(request.getSourceDateEpoch()) : null));
    return CreateImageResponse.newBuilder().setImage(message(created)).build();
  }

  private UpdateImageResponse update(Call call, UpdateImageRequest request) {
    var image = request.getImage();
    List<String> paths = request.getUpdateMask().getPathsList();
    ImageDraft draft =
        new ImageDraft(
            image.getName(),
            image.getLabelsMap(),
            target(call, image, paths),
            request.hasSourceDateEpoch() ? Times.from(request.getSourceDateEpoch()) : null);
    return UpdateImageResponse.newBuilder()
        .setImage(message(images.update(call, draft, paths)))
        .build();
  }

  /// The target as far as the update touches it. A target that is not touched may be anything, and
  /// an image that is not there is told before a target that is wrong.
  private @Nullable Descriptor target(
      Call call, dev.gantry.proto.services.images.v1.Image image, List<String> paths) {
    if (paths.isEmpty() || paths.contains("target")) {
      try {
        return image.hasTarget() ? Descriptors.from(image.getTarget()) : null;
      } catch (GantryException e) {
        images.get(call, image.getName());
        throw e;
      }
    }
    if (paths.stream().noneMatch(path -> path.startsWith("annotations"))) {
      return null;
    }
    Descriptor stored = images.get(call, image.getName()).target();
    return new Descriptor(
        stored.mediaType(), stored.digest(), stored.size(), image.getTarget().getAnnotationsMap());
  }

  private Empty delete(Call call, DeleteImageRequest request) {
    String target = request.getTarget().getDigest();
    images.delete(
        call,
        request.getName(),
        target.isEmpty() ? null : comparable(request.getName(), target),
        request.getSync());
    return Empty.getDefaultInstance();
  }

  /// No image points to what is no digest.
  private static Digest comparable(String name, String target) {
    try {
      return Digest.parse(target);
    } catch (GantryException e) {
      throw Fault.NOT_FOUND.because("image \"" + name + "\" with target \"" + target + "\"", e);
    }
  }

  private static dev.gantry.proto.services.images.v1.Image message(Image image) {
    return dev.gantry.proto.services.images.v1.Image.newBuilder()
        .setName(image.name())
        .putAllLabels(image.labels())
        .setTarget(Descriptors.of(image.target()))
        .setCreatedAt(Times.of(image.createdAt()))
        .setUpdatedAt(Times.of(image.updatedAt()))
        .build();
  }
}
