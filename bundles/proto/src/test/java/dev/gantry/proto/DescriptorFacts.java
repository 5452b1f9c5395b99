package dev.gantry.proto;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import dev.gantry.proto.types.FieldpathProto;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What file descriptors state, one line a fact: a kind and a full name, and what is said of it.
final class DescriptorFacts {
  private final SortedMap<String, String> facts = new TreeMap<>();

  private DescriptorFacts() {}

  static SortedMap<String, String> of(List<FileDescriptorProto> files) {
    DescriptorFacts descriptors = new DescriptorFacts();
    files.forEach(descriptors::addFile);
    return descriptors.facts;
  }

  private void addFile(FileDescriptorProto file) {
    String syntax = file.getSyntax().isEmpty() ? "proto2" : file.getSyntax();
    boolean fieldpath = file.getOptions().getExtension(FieldpathProto.fieldpathAll);
    facts.put(
        "file " + file.getName(),
        syntax + " " + file.getPackage() + (fieldpath ? " fieldpath_all" : ""));
    String scope = file.getPackage() + ".";
    file.getServiceList().forEach(service -> addService(scope, service));
    file.getMessageTypeList().forEach(message -> addMessage(scope, message));
    file.getEnumTypeList().forEach(type -> addEnum(scope, type));
    for (FieldDescriptorProto extension : file.getExtensionList()) {
      facts.put(
          "extension " + scope + extension.getName(),
          field(extension, DescriptorProto.getDefaultInstance())
              + " on "
              + typeName(extension.getExtendee()));
    }
  }

  private void addService(String scope, ServiceDescriptorProto service) {
    String name = scope + service.getName();
    facts.put("service " + name, "");
    for (MethodDescriptorProto method : service.getMethodList()) {
      facts.put(
          "method " + name + "/" + method.getName(),
          (method.getClientStreaming() ? "stream " : "")
              + typeName(method.getInputType())
              + " -> "
              + (method.getServerStreaming() ? "stream " : "")
              + typeName(method.getOutputType()));
    }
  }

  private void addMessage(String scope, DescriptorProto message) {
    if (message.getOptions().getMapEntry()) {
      return;
    }
    String name = scope + message.getName();
    boolean fieldpath = message.getOptions().getExtension(FieldpathProto.fieldpath);
    facts.put("message " + name, fieldpath ? "fieldpath" : "");
    for (var range : message.getReservedRangeList()) {
      facts.put("reserved " + name + " from " + range.getStart(), "to " + (range.getEnd() - 1));
    }
    for (FieldDescriptorProto field : message.getFieldList()) {
      facts.put("field " + name + "." + field.getName(), field(field, message));
    }
    message.getNestedTypeList().forEach(nested -> addMessage(name + ".", nested));
    message.getEnumTypeList().forEach(nested -> addEnum(name + ".", nested));
  }

  private void addEnum(String scope, EnumDescriptorProto type) {
    String name = scope + type.getName();
    facts.put("enum " + name, "");
    for (var value : type.getValueList()) {
      facts.put("value " + name + "." + value.getName(), Integer.toString(value.getNumber()));
    }
  }

  private static String field(FieldDescriptorProto field, DescriptorProto parent) {
    StringBuilder line = new StringBuilder().append(field.getNumber()).append(' ');
    line.append(type(field, parent)).append(" json=").append(jsonName(field));
    if (field.getProto3Optional()) {
      line.append(" proto3_optional");
    } else if (field.hasOneofIndex()) {
      line.append(" oneof=").append(parent.getOneofDecl(field.getOneofIndex()).getName());
    }
    FieldOptions options = field.getOptions();
    if (options.hasPacked()) {
      line.append(" packed=").append(options.getPacked());
    }
    if (options.hasDeprecated()) {
      line.append(" deprecated=").append(options.getDeprecated());
    }
    return line.toString();
  }

  private static String type(FieldDescriptorProto field, DescriptorProto parent) {
    Optional<DescriptorProto> entry =
        parent.getNestedTypeList().stream()
            .filter(nested -> nested.getOptions().getMapEntry())
            .filter(nested -> field.getTypeName().endsWith("." + nested.getName()))
            .findFirst();
    if (entry.isPresent()) {
      List<FieldDescriptorProto> pair = entry.get().getFieldList();
      return "map<" + element(pair.get(0)) + ", " + element(pair.get(1)) + ">";
    }
    String kind = word(field.getLabel()) + " " + word(field.getType());
    return field.hasTypeName() ? kind + " " + typeName(field.getTypeName()) : kind;
  }

  private static String element(FieldDescriptorProto field) {
    return field.hasTypeName() ? typeName(field.getTypeName()) : word(field.getType());
  }

  /// TYPE_STRING is "string", LABEL_REPEATED is "repeated".
  private static String word(Enum<?> constant) {
    String name = constant.name();
    return name.substring(name.indexOf('_') + 1).toLowerCase(Locale.ROOT);
  }

  private static String typeName(String name) {
    return name.startsWith(".") ? name.substring(1) : name;
  }

  /// Generated code leaves out JSON names that follow from the field's name.
  private static String jsonName(FieldDescriptorProto field) {
    if (field.hasJsonName()) {
      return field.getJsonName();
    }
    String[] words = field.getName().split("_", -1);
    StringBuilder name = new StringBuilder(words[0]);
    for (int i = 1; i < words.length; i++) {
      name.append(words[i].substring(0, 1).toUpperCase(Locale.ROOT)).append(words[i].substring(1));
    }
    return name.toString();
  }
}
