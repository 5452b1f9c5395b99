package dev.gantry.shell;

import dev.gantry.api.errors.Fault;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/// The command interpreter. Its bundles have a start level that the framework does not begin with;
/// it is raised for the first session, so that a daemon nobody looks into never loads them.
final class Gogo {
  private static final int ON_DEMAND = 10;
  private static final long START_SECONDS = 30;

  private final BundleContext context;

  Gogo(BundleContext context) {
    this.context = context;
  }

  /// Starts it when that was not done yet, and waits until it is there.
  ///
  /// @throws dev.gantry.api.errors.GantryException UNAVAILABLE when it does not come
  CommandProcessor processor() {
    FrameworkStartLevel level =
        context.getBundle(Constants.SYSTEM_BUNDLE_ID).adapt(FrameworkStartLevel.class);
    if (level.getStartLevel() < ON_DEMAND) {
      // Its own console is for --shell, which begins at this level.
      System.setProperty("gosh.args", "--nointeractive");
      CompletableFuture<Void> raised = new CompletableFuture<>();
      level.setStartLevel(ON_DEMAND, _ -> raised.complete(null));
      raised.completeOnTimeout(null, START_SECONDS, TimeUnit.SECONDS).join();
    }
    ServiceReference<CommandProcessor> reference =
        context.getServiceReference(CommandProcessor.class);
    CommandProcessor processor = reference == null ? null : context.getService(reference);
    if (processor == null) {
      throw Fault.UNAVAILABLE.because("the command interpreter, Gogo, did not start");
    }
    return processor;
  }
}
