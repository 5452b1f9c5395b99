package dev.gantry.runtime.task;

/// A task's name among all namespaces.
record TaskKey(String namespace, String id) {
  @Override
  public String toString() {
    return namespace + "/" + id;
  }
}
