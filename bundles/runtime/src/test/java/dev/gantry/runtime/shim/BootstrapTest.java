package dev.gantry.runtime.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gantry.api.errors.GantryException;
import dev.gantry.proto.runtime.bootstrap.v1.BootstrapResult;
import dev.gantry.runtime.shim.Bootstrap.Protocol;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {
  private static final String SOCKET =
      "unix:///run/containerd/s/6a0e0ab4a7aa2b1e4b2d1fdd0c7bf0cd29f2b0a5c54ae64d46fb64c4a8b3d9ee";

  @Test
  void aBareAddressIsVersion2OverTtrpc() {
    assertEquals(new Bootstrap(2, SOCKET, Protocol.TTRPC), parse(SOCKET));
    assertEquals(new Bootstrap(2, SOCKET, Protocol.TTRPC), parse(SOCKET + "\n"));
    assertEquals(new Bootstrap(2, "/abstract", Protocol.TTRPC), parse("/abstract"));
  }

  @Test
  void jsonTellsVersionAndProtocol() {
    String json = "{\"version\":3,\"address\":\"" + SOCKET + "\",\"protocol\":\"grpc\"}";

    assertEquals(new Bootstrap(3, SOCKET, Protocol.GRPC), parse(" " + json + "\n"));
    assertEquals(
        new Bootstrap(2, SOCKET, Protocol.TTRPC),
        parse("{\"version\":2,\"address\":\"" + SOCKET + "\"}"));
  }

  @Test
  void aMessageTellsVersionAndProtocol() {
    BootstrapResult result =
        BootstrapResult.newBuilder()
            .setVersion(3)
            .setAddress(SOCKET)
            .setProtocol("ttrpc")
            .putMetadata("k", "v")
            .build();

    assertEquals(new Bootstrap(3, SOCKET, Protocol.TTRPC), Bootstrap.parse(result.toByteArray()));
  }

  @Test
  void whatIsWrittenIsRead() {
    Bootstrap bootstrap = new Bootstrap(3, SOCKET, Protocol.GRPC);

    assertEquals(bootstrap, Bootstrap.json(bootstrap.json()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n",
        "panic: no\ngoroutine 1",
        "{}",
        "{\"version\":\"x\",\"address\":\"a\"}",
        "{\"version\":3}",
        "{\"version\":3,\"address\":[]}",
        "{\"version\":3,\"address\":null}",
        "{\"version\":3,\"address\":\"a\",\"protocol\":\"smoke\"}",
        "{\"version\":1,\"address\":\"a\"}",
        "{broken"
      })
  void garbageIsRefused(String printed) {
    assertThrows(GantryException.class, () -> parse(printed));
  }

  @Test
  void aNewerVersionIsNamed() {
    GantryException e =
        assertThrows(
            GantryException.class, () -> parse("{\"version\":4,\"address\":\"" + SOCKET + "\"}"));

    assertTrue(
        String.valueOf(e.getMessage()).startsWith("unsupported shim version: 4"), e.getMessage());
  }

  private static Bootstrap parse(String printed) {
    return Bootstrap.parse(printed.getBytes(StandardCharsets.UTF_8));
  }
}
