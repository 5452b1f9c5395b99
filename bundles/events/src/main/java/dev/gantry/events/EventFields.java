package dev.gantry.events;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.gantry.api.types.TypedValue;
import dev.gantry.proto.events.ContainerProto;
import dev.gantry.proto.events.ContentProto;
import dev.gantry.proto.events.NamespaceProto;
import dev.gantry.proto.events.SnapshotProto;
import dev.gantry.proto.events.TaskProto;
import dev.gantry.proto.services.images.v1.ImageProto;
import dev.gantry.proto.types.FieldpathProto;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks into the events that filters know: by the names of their fields, texts, booleans, labels
/// and what is nested. Numbers and times are never there, as clients expect.
final class EventFields {
  private static final Map<String, Descriptor> KNOWN =
      Stream.of(
              ContainerProto.getDescriptor(),
              ContentProto.getDescriptor(),
              ImageProto.getDescriptor(),
              NamespaceProto.getDescriptor(),
              SnapshotProto.getDescriptor(),
              TaskProto.getDescriptor())
          .map(FileDescriptor::getMessageTypes)
          .flatMap(List::stream)
          .collect(Collectors.toUnmodifiableMap(Descriptor::getFullName, Function.identity()));

  private EventFields() {}

  /// The message in a value; empty when it is of no known type or cannot be read.
  static Optional<Message> read(TypedValue value) {
    return read(value.typeUrl(), ByteString.copyFrom(value.value()));
  }

  private static Optional<Message> read(String typeUrl, ByteString bytes) {
    Descriptor type = KNOWN.get(typeUrl.substring(typeUrl.lastIndexOf('/') + 1));
    try {
      return type == null ? Optional.empty() : Optional.of(DynamicMessage.parseFrom(type, bytes));
    } catch (InvalidProtocolBufferException e) {
      // Whoever published it may publish nonsense; it then has no fields.
      return Optional.empty();
    }
  }

  /// The value of a field; empty when the path leads nowhere.
  static Optional<String> find(Message message, List<String> path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    FieldDescriptor field = message.getDescriptorForType().findFieldByName(path.getFirst());
    List<String> rest = path.subList(1, path.size());
    if (field == null) {
      return Optional.empty();
    } else if (field.isMapField()) {
      return entry(message, field, String.join(".", rest));
    } else if (field.isRepeated()) {
      return Optional.empty();
    }
    return switch (field.getJavaType()) {
      case STRING -> Optional.of((String) message.getField(field)).filter(s -> !s.isEmpty());
      case BOOLEAN -> Optional.of(message.getField(field).toString());
      case MESSAGE -> nested((Message) message.getField(field), rest);
      case INT, LONG, FLOAT, DOUBLE, ENUM, BYTE_STRING -> Optional.empty();
    };
  }

  private static Optional<String> entry(Message message, FieldDescriptor map, String key) {
    for (int i = 0; i < message.getRepeatedFieldCount(map); i++) {
      Message entry = (Message) message.getRepeatedField(map, i);
      if (part(entry, 1).equals(key)) {
        return Optional.of(part(entry, 2).toString());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> nested(Message message, List<String> path) {
    Descriptor type = message.getDescriptorForType();
    if (type.getFullName().equals(Any.getDescriptor().getFullName())) {
      return read((String) part(message, 1), (ByteString) part(message, 2))
          .flatMap(value -> find(value, path));
    }
    return type.getFile().getOptions().getExtension(FieldpathProto.fieldpathAll)
        ? find(message, path)
        : Optional.empty();
  }

  private static Object part(Message message, int number) {
    return message.getField(message.getDescriptorForType().findFieldByNumber(number));
  }
}
