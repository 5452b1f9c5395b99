package dev.gantry.proto;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.gantry.proto.types.FieldpathProto;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Finds the descriptors of all generated files by looking at the compiled classes.
final class GeneratedFiles {
  private GeneratedFiles() {}

  static List<FileDescriptorProto> descriptors() {
    Path classes = classes();
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .map(file -> classes.relativize(file).toString())
          .filter(name -> name.endsWith("Proto.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .sorted()
          .map(GeneratedFiles::descriptor)
          .toList();
    } catch (IOException e) {
      throw new AssertionError("cannot list " + classes, e);
    }
  }

  private static Path classes() {
    try {
      URI root = FieldpathProto.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(root);
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static FileDescriptorProto descriptor(String className) {
    try {
      Object file = Class.forName(className).getMethod("getDescriptor").invoke(null);
      return ((FileDescriptor) file).toProto();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(className + " is no generated file", e);
    }
  }
}
