package dev.gantry.registry.osgi.sample;

import dev.gantry.api.plugin.InitContext;
import dev.gantry.api.plugin.Plugin;
import dev.gantry.api.plugin.Registration;
import java.util.function.Supplier;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Component;

/// A plugin whose instances say the version of their bundle.
@Component
@Plugin(type = "io.containerd.test.v1", id = "versioned")
public final class Versioned implements Registration {
  @Override
  public Object init(InitContext context) {
    return new Instance(FrameworkUtil.getBundle(Versioned.class).getVersion().toString());
  }

  /// Fails when it is used after its end.
  private static final class Instance implements Supplier<String>, AutoCloseable {
    private final String version;
    private volatile boolean closed;

    Instance(String version) {
      this.version = version;
    }

    @Override
    public String get() {
      // A class that is loaded by the call alone, so only while the bundle is whole.
      return closed ? new Closed().message() : version;
    }

    @Override
    public void close() {
      closed = true;
      // The one thing that all class loaders share.
      System.setProperty(
          "dev.gantry.registry.trace",
          System.getProperty("dev.gantry.registry.trace", "")
              + "closed in state "
              + FrameworkUtil.getBundle(Versioned.class).getState());
    }
  }

  /// What a call after the end comes to.
  private static final class Closed {
    String message() {
      throw new IllegalStateException("called after its end");
    }
  }
}
