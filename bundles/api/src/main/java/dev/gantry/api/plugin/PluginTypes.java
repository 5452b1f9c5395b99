package dev.gantry.api.plugin;

/// The types of plugins, as containerd's clients and configuration files name them.
public final class PluginTypes {
  public static final String INTERNAL = "io.containerd.internal.v1";
  public static final String RUNTIME = "io.containerd.runtime.v2";
  public static final String SERVICE = "io.containerd.service.v1";
  public static final String GRPC = "io.containerd.grpc.v1";
  public static final String TTRPC = "io.containerd.ttrpc.v1";
  public static final String SNAPSHOTTER = "io.containerd.snapshotter.v1";
  public static final String TASK_MONITOR = "io.containerd.monitor.task.v1";
  public static final String CONTAINER_MONITOR = "io.containerd.monitor.container.v1";
  public static final String DIFFER = "io.containerd.differ.v1";
  public static final String METADATA = "io.containerd.metadata.v1";
  public static final String CONTENT = "io.containerd.content.v1";
  public static final String GC = "io.containerd.gc.v1";
  public static final String EVENT = "io.containerd.event.v1";
  public static final String LEASE = "io.containerd.lease.v1";
  public static final String STREAMING = "io.containerd.streaming.v1";
  public static final String TRACING_PROCESSOR = "io.containerd.tracing.processor.v1";
  public static final String METRICS = "io.containerd.metrics.v1";
  public static final String NRI = "io.containerd.nri.v1";
  public static final String TRANSFER = "io.containerd.transfer.v1";
  public static final String SANDBOX_STORE = "io.containerd.sandbox.store.v1";
  public static final String POD_SANDBOX_CONTROLLER = "io.containerd.podsandbox.controller.v1";
  public static final String SANDBOX_CONTROLLER = "io.containerd.sandbox.controller.v1";
  public static final String IMAGE_VERIFIER = "io.containerd.image-verifier.v1";
  public static final String WARNING = "io.containerd.warning.v1";
  public static final String CRI = "io.containerd.cri.v1";
  public static final String SHIM = "io.containerd.shim.v1";
  public static final String HTTP = "io.containerd.http.v1";
  public static final String SERVER = "io.containerd.server.v1";
  public static final String MOUNT_MANAGER = "io.containerd.mount-manager.v1";
  public static final String MOUNT_HANDLER = "io.containerd.mount-handler.v1";

  /// The first runtime, which containerd itself removed: known, and not built.
  public static final String RUNTIME_V1 = "io.containerd.runtime.v1";

  private PluginTypes() {}
}
