"""hostile: a folder of images with evil layers, and what a real containerd does with each."""

import gzip
import hashlib
import json
import re
import subprocess
from dataclasses import replace

from . import damages, escapes, peer
from .cache import Problem, log, remove_tree
from .layers import Layer
from .oci import write_oci
from .rawtar import END

PARTS = ("escapes.py", "damages.py", "rawtar.py", "peer.py", "../tree")
SNAPSHOTTERS = ("overlayfs", "native")
# An import that takes longer hangs.
LIMIT = 60


def make(cache, folder):
    cache.packages("--tool", "zstd")
    out = folder / "hostile"
    out.mkdir()
    canary = Canary(cache.images / "canary")
    cases = list(all_cases(canary.path, folder, cache.bin / "zstd"))
    if len({case[0] for case in cases}) != len(cases):
        raise Problem("two hostile cases have one name")
    version = (cache.package("containerd") / ".version").read_text().strip()
    with open(out / "manifest.jsonl", "w") as manifest:
        for row in measured(cache, canary, [write(out, folder, *case) for case in cases], out):
            manifest.write(json.dumps({**row, "canary": str(canary.path), "peer": version}) + "\n")
    return out


def all_cases(canary, folder, zstd):
    for name, text, expect, lower, evil in escapes.cases(bytes(canary)):
        yield name, text, expect, lower, damages.Blob(gzip.compress(escapes.ended(evil), mtime=0), escapes.ended(evil))
    for name, text, expect, evil in damages.tars():
        yield name, text, expect, None, damages.Blob(gzip.compress(evil, mtime=0), evil)
    for name, text, expect, blob in damages.blobs(folder, zstd):
        yield name, text, expect, None, blob


def write(out, folder, name, text, expect, lower, blob):
    layers = [layer_of(folder, f"{name}.evil", blob)]
    if lower is not None:
        tar = lower + END
        layers.insert(0, layer_of(folder, f"{name}.lower", damages.Blob(gzip.compress(tar, mtime=0), tar)))
    lies = blob.lies
    diff_ids = [layer.diff_id for layer in layers]
    if "diff_id" in lies:
        diff_ids[-1] = "sha256:" + lies["diff_id"]
    if "drop" in lies:
        diff_ids = []
    layers[-1] = replace(
        layers[-1],
        digest="sha256:" + lies["digest"] if "digest" in lies else layers[-1].digest,
        size=lies.get("size", layers[-1].size),
    )
    omitted = [layers[-1].digest] if "omit" in lies else []
    path = write_oci(out / f"{name}.tar", name, layers, diff_ids=diff_ids, omitted=omitted)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"name": name, "file": path.name, "sha256": digest, "description": text, "expect": expect,
            "image": f"docker.io/library/{name}:1"}


def layer_of(folder, name, blob):
    path = folder / name
    path.write_bytes(blob.data)
    digest = "sha256:" + hashlib.sha256(blob.data).hexdigest()
    diff_id = "sha256:" + hashlib.sha256(blob.plain).hexdigest()
    return Layer(path, blob.compression, digest, len(blob.data), diff_id, name)


class Canary:
    """A folder outside of every root that no image may touch."""

    def __init__(self, path):
        self.path = path
        self.fresh = None

    def reset(self):
        remove_tree(self.path)
        (self.path / "folder").mkdir(parents=True)
        (self.path / "file").write_text("untouched\n")
        (self.path / "folder/inner").write_text("untouched\n")
        self.fresh = self._seen()

    def damage(self):
        """What is different since `reset`; times count, too."""
        return sorted(set(self._seen()) ^ set(self.fresh))

    def _seen(self):
        return peer.listing_of(self.path) if self.path.exists() else ["gone"]


def measured(cache, canary, rows, out):
    """Imports each image with a real containerd; one that dies is started anew."""
    for row in rows:
        row.update({snapshotter: None for snapshotter in SNAPSHOTTERS})
    for snapshotter in SNAPSHOTTERS:
        left = list(rows)
        while left:
            with peer.running(cache) as server:
                while left and server.alive():
                    row = left.pop(0)
                    row[snapshotter] = measure(server, canary, out / row["file"], row["image"], snapshotter)
    for row in rows:
        warn_of(row)
    return rows


def measure(server, canary, archive, image, snapshotter):
    canary.reset()
    try:
        done = server.ctr("images", "import", "--snapshotter", snapshotter, archive, timeout=LIMIT)
        failed, error = done.returncode != 0, done.stderr.strip()
    except subprocess.TimeoutExpired:
        failed, error = True, f"no end after {LIMIT} seconds"
    outcome = {"result": "error" if failed else "ok"}
    if not server.alive():
        outcome["result"] = "died"
        return {**outcome, "error": error, "escaped": canary.damage()}
    if failed:
        outcome["error"] = tidy(error, server)
        outcome["image_left"] = image in server.images()
    else:
        try:
            outcome["tree"] = server.listing(snapshotter)
        except (Problem, OSError) as problem:
            outcome["unreadable"] = tidy(str(problem), server)
    outcome["escaped"] = canary.damage()
    for left in server.images():
        server.ctr("images", "rm", "--sync", left, timeout=LIMIT)
    return outcome


def tidy(error, server):
    """The end of a message, without what differs from run to run."""
    return re.sub(r"containerd-mount\d+", "containerd-mountN", error.replace(str(server.folder), "$PEER"))[-500:]


def warn_of(row):
    for snapshotter in SNAPSHOTTERS:
        seen = row[snapshotter]
        wrong = {"refuse": seen["result"] == "ok", "accept": seen["result"] != "ok"}.get(row["expect"], False)
        if wrong or seen["escaped"] or seen["result"] == "died" or "unreadable" in seen:
            log(f"hostile/{row['name']}: {snapshotter} gives {seen['result']}, expected {row['expect']}"
                + (", ESCAPED" if seen["escaped"] else ""))
