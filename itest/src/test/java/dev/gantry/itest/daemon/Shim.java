package dev.gantry.itest.daemon;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A runc shim with a bundle of its own, whose container has a shell and nothing else. Closing it
/// removes what is left of the container.
public final class Shim implements AutoCloseable {
  private static final long SECONDS = 60;

  private final Path bundle;
  private final String namespace;
  private final String id;
  private final Clients clients;
  private final Path daemon;
  private final Process log;

  private Shim(Path folder, String id, Clients clients) throws IOException {
    this.bundle = Files.createDirectories(folder.resolve("bundle/" + id));
    this.namespace = "wire-" + ProcessHandle.current().pid();
    this.id = id;
    this.clients = clients;
    this.daemon = folder.resolve("d.sock");
    Files.createDirectories(bundle.resolve("rootfs"));
    Command.of(SECONDS, "mkfifo", bundle.resolve("log").toString()).run();
    this.log =
        new ProcessBuilder("cat", bundle.resolve("log").toString())
            .redirectOutput(folder.resolve(id + ".log").toFile())
            .start();
  }

  /// Writes the bundle of a container that runs a command of the shell.
  public static Shim prepare(Path folder, String id, Clients clients, String command)
      throws IOException {
    Shim shim = new Shim(folder, id, clients);
    Command.of(SECONDS, "env", "-C", shim.bundle.toString(), clients.bin() + "/runc", "spec").run();
    Path file = shim.bundle.resolve("config.json");
    JsonObject spec = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    JsonObject process = spec.getAsJsonObject("process");
    process.addProperty("terminal", false);
    JsonArray words = new JsonArray();
    List.of("/bin/sh", "-c", command).forEach(words::add);
    process.add("args", words);
    spec.getAsJsonObject("linux").addProperty("cgroupsPath", "/" + shim.namespace + "-" + id);
    Files.writeString(file, spec.toString());
    copyShell(shim.bundle.resolve("rootfs"));
    return shim;
  }

  /// Copies, because a mount of the machine's own files below a folder that is deleted afterwards
  /// would be a danger to them.
  private static void copyShell(Path root) {
    List<String> words = new ArrayList<>(List.of("cp", "--dereference", "--parents", "/bin/sh"));
    for (String word : Command.of(SECONDS, "ldd", "/bin/sh").run().out().split("\\s+")) {
      if (word.startsWith("/")) {
        words.add(word);
      }
    }
    words.add(root.toString());
    Command.of(SECONDS, words.toArray(String[]::new)).run();
  }

  public String namespace() {
    return namespace;
  }

  public Path bundle() {
    return bundle;
  }

  /// Starts it.
  ///
  /// @return the path of its socket
  public String start() {
    String address = run("start").ok().out().strip();
    if (!address.startsWith("unix://")) {
      throw new AssertionError("the shim printed \"" + address + "\"");
    }
    return address.substring("unix://".length());
  }

  private Command.Result run(String... action) {
    List<String> words =
        new ArrayList<>(
            List.of("env", "-C", bundle.toString(), clients.shim(), "-namespace", namespace));
    words.addAll(List.of("-address", daemon.toString(), "-publish-binary", "/bin/false"));
    words.addAll(List.of("-id", id));
    words.addAll(List.of(action));
    return Command.of(SECONDS, words.toArray(String[]::new))
        .with("TTRPC_ADDRESS", daemon + ".ttrpc")
        .with("PATH", clients.bin() + ":" + System.getenv("PATH"))
        .attempt();
  }

  @Override
  public void close() {
    run("-bundle", bundle.toString(), "delete");
    // runc's own, of this namespace; not empty while another container of it is there.
    Command.of(SECONDS, "rmdir", "/run/containerd/runc/" + namespace).attempt();
    log.destroy();
  }
}
