package dev.gantry.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import dev.gantry.proto.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds our descriptors against `wire.json`, both ways.
class WireTest {
  private static final String CONTENT = "services/content/v1/content.proto";
  private static final String PACKAGE = "containerd.services.content.v1";

  @Test
  void descriptorsEqualTheReference() throws IOException {
    List<String> differences = Differences.of(GeneratedFiles.descriptors());

    assertEquals(List.of(), differences);
  }

  @Test
  void everyProtoFileIsGenerated() throws IOException {
    Path root = Path.of("src/main/proto");
    List<String> sources;
    try (Stream<Path> files = Files.walk(root)) {
      sources =
          files
              .filter(Files::isRegularFile)
              .map(file -> root.relativize(file).toString())
              .sorted()
              .toList();
    }

    List<String> generated =
        GeneratedFiles.descriptors().stream().map(FileDescriptorProto::getName).sorted().toList();

    assertEquals(sources, generated);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"changes", "missingAndExtra"})
  void aChangedDescriptorIsReported(String expected, Consumer<FileDescriptorProto.Builder> change)
      throws IOException {
    List<FileDescriptorProto> files =
        GeneratedFiles.descriptors().stream().map(file -> changed(file, change)).toList();

    List<String> differences = Differences.of(files);

    assertEquals(List.of(expected), differences);
  }

  @Test
  void healthHasItsPublicPaths() {
    List<String> paths =
        List.of(
            HealthGrpc.getCheckMethod().getFullMethodName(),
            HealthGrpc.getWatchMethod().getFullMethodName());

    assertEquals(List.of("grpc.health.v1.Health/Check", "grpc.health.v1.Health/Watch"), paths);
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change(
            "DIFFERS field "
                + PACKAGE
                + ".Info.size: 22 optional int64 json=size,"
                + " reference 2 optional int64 json=size",
            file -> field(file, "size").setNumber(22)),
        change(
            "DIFFERS field "
                + PACKAGE
                + ".Info.size: 2 optional uint64 json=size,"
                + " reference 2 optional int64 json=size",
            file -> field(file, "size").setType(FieldDescriptorProto.Type.TYPE_UINT64)),
        change(
            "DIFFERS field "
                + PACKAGE
                + ".Info.digest: 1 repeated string json=digest,"
                + " reference 1 optional string json=digest",
            file -> field(file, "digest").setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)),
        change(
            "DIFFERS field "
                + PACKAGE
                + ".Info.digest: 1 optional string json=digest oneof=what,"
                + " reference 1 optional string json=digest",
            file -> {
              message(file, "Info").addOneofDeclBuilder().setName("what");
              field(file, "digest").setOneofIndex(0);
            }),
        change(
            "DIFFERS field "
                + PACKAGE
                + ".Info.labels: 5 map<string, bytes> json=labels,"
                + " reference 5 map<string, string> json=labels",
            file ->
                message(file, "Info")
                    .getNestedTypeBuilder(0)
                    .getFieldBuilder(1)
                    .setType(FieldDescriptorProto.Type.TYPE_BYTES)),
        change(
            "DIFFERS field "
                + PACKAGE
                + ".InfoResponse.info: 1 optional message "
                + PACKAGE
                + ".Status json=info, reference 1 optional message "
                + PACKAGE
                + ".Info json=info",
            file ->
                message(file, "InfoResponse")
                    .getFieldBuilder(0)
                    .setTypeName("." + PACKAGE + ".Status")));
  }

  static Stream<Arguments> missingAndExtra() {
    return Stream.of(
        change(
            "MISSING field " + PACKAGE + ".Info.digest",
            file -> message(file, "Info").removeField(0)),
        change(
            "EXTRA field " + PACKAGE + ".Info.more",
            file ->
                message(file, "Info")
                    .addFieldBuilder()
                    .setName("more")
                    .setNumber(9)
                    .setType(FieldDescriptorProto.Type.TYPE_BOOL)),
        change(
            "EXTRA message " + PACKAGE + ".More",
            file -> file.addMessageTypeBuilder().setName("More")),
        change(
            "DIFFERS method "
                + PACKAGE
                + ".Content/Info: "
                + PACKAGE
                + ".InfoRequest -> stream "
                + PACKAGE
                + ".InfoResponse, reference "
                + PACKAGE
                + ".InfoRequest -> "
                + PACKAGE
                + ".InfoResponse",
            file -> file.getServiceBuilder(0).getMethodBuilder(0).setServerStreaming(true)),
        change(
            "MISSING method " + PACKAGE + ".Content/Info",
            file -> file.getServiceBuilder(0).removeMethod(0)),
        change(
            "DIFFERS value " + PACKAGE + ".WriteAction.COMMIT: 3, reference 2",
            file -> action(file).getValueBuilder(2).setNumber(3)),
        change(
            "EXTRA value " + PACKAGE + ".WriteAction.MORE",
            file -> action(file).addValueBuilder().setName("MORE").setNumber(3)),
        change(
            "DIFFERS file " + CONTENT + ": proto2 " + PACKAGE + ", reference proto3 " + PACKAGE,
            file -> file.clearSyntax()));
  }

  private static Arguments change(String expected, Consumer<FileDescriptorProto.Builder> change) {
    return Arguments.of(expected, change);
  }

  private static FileDescriptorProto changed(
      FileDescriptorProto file, Consumer<FileDescriptorProto.Builder> change) {
    if (!file.getName().equals(CONTENT)) {
      return file;
    }
    FileDescriptorProto.Builder builder = file.toBuilder();
    change.accept(builder);
    return builder.build();
  }

  private static DescriptorProto.Builder message(FileDescriptorProto.Builder file, String name) {
    return file.getMessageTypeBuilderList().stream()
        .filter(message -> message.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static FieldDescriptorProto.Builder field(FileDescriptorProto.Builder file, String name) {
    return message(file, "Info").getFieldBuilderList().stream()
        .filter(field -> field.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static EnumDescriptorProto.Builder action(FileDescriptorProto.Builder file) {
    return file.getEnumTypeBuilder(0);
  }
}
