"""Archives of images: OCI layout and docker archive, as one tar each."""

import hashlib
import io
import json
import tarfile

from .cache import run

CREATED = "2024-01-01T00:00:00Z"


def reference(name):
    return f"docker.io/library/{name}:1"


def architecture():
    """The machine's architecture in Go's names, which images use; Debian's differ for a few."""
    debian = run("dpkg", "--print-architecture").decode().strip()
    return {"i386": "386", "armhf": "arm", "ppc64el": "ppc64le", "mips64el": "mips64le"}.get(debian, debian)


def config_of(layers, command, diff_ids=None):
    return encode({
        "created": CREATED,
        "architecture": architecture(),
        "os": "linux",
        "config": {"Env": ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"], "Cmd": command},
        "rootfs": {"type": "layers", "diff_ids": diff_ids if diff_ids is not None else [layer.diff_id for layer in layers]},
        "history": [{"created": CREATED, "created_by": layer.comment or "layer"} for layer in layers],
    })


def write_oci(path, name, layers, command=("/bin/sh",), diff_ids=None, omitted=()):
    """Writes an OCI layout as a tar; `diff_ids` and `omitted` digests make an archive that lies."""
    config = config_of(layers, list(command), diff_ids)
    manifest = encode({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": descriptor("application/vnd.oci.image.config.v1+json", config),
        "layers": [
            {"mediaType": layer.media_type, "digest": layer.digest, "size": layer.size} for layer in layers
        ],
    })
    index = encode({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [{
            **descriptor("application/vnd.oci.image.manifest.v1+json", manifest),
            "platform": {"architecture": architecture(), "os": "linux"},
            "annotations": {"io.containerd.image.name": reference(name), "org.opencontainers.image.ref.name": "1"},
        }],
    })
    with archive(path) as out:
        add(out, "oci-layout", encode({"imageLayoutVersion": "1.0.0"}))
        add(out, "index.json", index)
        for blob in (manifest, config):
            add(out, "blobs/sha256/" + hashlib.sha256(blob).hexdigest(), blob)
        for digest, layer in {layer.digest: layer for layer in layers}.items():
            if digest in omitted:
                continue
            add_file(out, "blobs/sha256/" + digest.removeprefix("sha256:"), layer.path)
    return path


def write_docker(path, name, layers, command=("/bin/sh",)):
    """Writes a docker archive, the form `docker save` gives; the name is a short one."""
    config = config_of(layers, list(command))
    config_name = hashlib.sha256(config).hexdigest() + ".json"
    files = [layer.digest.removeprefix("sha256:") + "/layer.tar" for layer in layers]
    with archive(path) as out:
        for file, layer in zip(files, layers):
            add_file(out, file, layer.path)
        add(out, config_name, config)
        add(out, "manifest.json", encode([{"Config": config_name, "RepoTags": [f"{name}:1"], "Layers": files}]))
    return path


def encode(value):
    return json.dumps(value, separators=(",", ":")).encode()


def descriptor(media_type, blob):
    return {"mediaType": media_type, "digest": "sha256:" + hashlib.sha256(blob).hexdigest(), "size": len(blob)}


def archive(path):
    return tarfile.open(path, "w", format=tarfile.PAX_FORMAT)


def add(out, name, data):
    info = tarfile.TarInfo(name)
    info.size = len(data)
    out.addfile(info, io.BytesIO(data))


def add_file(out, name, path):
    info = tarfile.TarInfo(name)
    info.size = path.stat().st_size
    with open(path, "rb") as file:
        out.addfile(info, file)
