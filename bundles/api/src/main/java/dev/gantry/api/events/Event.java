package dev.gantry.api.events;

import dev.gantry.api.containers.Container;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/// What Gantry itself tells. Each kind has one topic; the exchange turns it into the message that
/// clients know.
@ProviderType
public sealed interface Event {
  /// Where it is told.
  String topic();

  record NamespaceCreate(String name, Map<String, String> labels) implements Event {
    @Override
    public String topic() {
      return "/namespaces/create";
    }
  }

  record NamespaceUpdate(String name, Map<String, String> labels) implements Event {
    @Override
    public String topic() {
      return "/namespaces/update";
    }
  }

  record NamespaceDelete(String name) implements Event {
    @Override
    public String topic() {
      return "/namespaces/delete";
    }
  }

  record ContainerCreate(String id, String image, Container.RuntimeInfo runtime) implements Event {
    @Override
    public String topic() {
      return "/containers/create";
    }
  }

  record ContainerUpdate(String id, String image, Map<String, String> labels, String snapshotKey)
      implements Event {
    @Override
    public String topic() {
      return "/containers/update";
    }
  }

  record ContainerDelete(String id) implements Event {
    @Override
    public String topic() {
      return "/containers/delete";
    }
  }

  record ContentCreate(String digest, long size) implements Event {
    @Override
    public String topic() {
      return "/content/create";
    }
  }

  record ContentDelete(String digest) implements Event {
    @Override
    public String topic() {
      return "/content/delete";
    }
  }

  record ImageCreate(String name, Map<String, String> labels) implements Event {
    @Override
    public String topic() {
      return "/images/create";
    }
  }

  record ImageUpdate(String name, Map<String, String> labels) implements Event {
    @Override
    public String topic() {
      return "/images/update";
    }
  }

  record ImageDelete(String name) implements Event {
    @Override
    public String topic() {
      return "/images/delete";
    }
  }

  record SnapshotPrepare(String key, String parent, String snapshotter) implements Event {
    @Override
    public String topic() {
      return "/snapshot/prepare";
    }
  }

  record SnapshotCommit(String key, String name, String snapshotter) implements Event {
    @Override
    public String topic() {
      return "/snapshot/commit";
    }
  }

  record SnapshotRemove(String key, String snapshotter) implements Event {
    @Override
    public String topic() {
      return "/snapshot/remove";
    }
  }
}
