package dev.gantry.itest.contracts;

import dev.gantry.api.call.Call;
import dev.gantry.contracts.Stores;
import dev.gantry.contracts.content.NamespacedContentStoreSuite;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Content of a daemon whose namespaces do not share. The file has the section under its old name.
class IsolatedOverTheWireTest extends NamespacedContentStoreSuite {
  private static Remote remote;
  private final Call call = remote.leased(super.call());

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    remote =
        Remote.start(
            folder,
            """
            version = 2
            [plugins."io.containerd.metadata.v1.bolt"]
              content_sharing_policy = "isolated"
            """);
  }

  @AfterAll
  static void stop() {
    remote.close();
  }

  @Override
  public Call call() {
    return call;
  }

  @Override
  public Stores stores() {
    return remote.stores();
  }

  @Override
  public boolean shares() {
    return false;
  }
}
