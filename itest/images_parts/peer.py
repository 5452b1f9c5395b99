"""A containerd of one's own for a while: started from the cache, with its own root, ended by its pid."""

import contextlib
import importlib.util
import os
import signal
import subprocess
import tempfile
import time
from importlib.machinery import SourceFileLoader
from pathlib import Path

from .cache import Problem, remove_tree, run, write_whole

TREE = str(Path(__file__).resolve().parent.parent / "tree")
_tree = importlib.util.module_from_spec(importlib.util.spec_from_loader("tree", SourceFileLoader("tree", TREE)))
_tree.__spec__.loader.exec_module(_tree)
NAMESPACE = "gantry-images"


def listing_of(folder):
    """What the command `tree` prints for a folder."""
    return list(_tree.listing(os.fsencode(folder)))


class Peer:
    """A running containerd. Its root lies in the cache, so on the same file system as the images."""

    def __init__(self, cache, folder):
        self.bin = cache.bin
        self.folder = folder
        # The path of a unix socket has at most 107 bytes, a cache folder may have more.
        self.short = Path(tempfile.mkdtemp(prefix="gantry-peer-"))
        self.address = self.short / "s"
        self.process = None

    def start(self):
        config = self.folder / "config.toml"
        config.write_text('version = 2\ndisabled_plugins = ["io.containerd.grpc.v1.cri"]\n')
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [self.bin / "containerd", "--config", config, "--address", self.address,
                 "--root", self.folder / "root", "--state", self.folder / "state"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, "PATH": f"{self.bin}:{os.environ.get('PATH', '/usr/sbin:/usr/bin')}"},
            )
        for _ in range(200):
            if self.process.poll() is not None:
                break
            if self.address.exists() and self.ctr("version").returncode == 0:
                return self
            time.sleep(0.05)
        self.stop()
        raise Problem(f"containerd did not start: {(self.folder / 'log').read_text()[-2000:]}")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(30)
        self._unmount_leftovers()
        remove_tree(self.short)

    def alive(self):
        return self.process.poll() is None

    def ctr(self, *arguments, timeout=900):
        return subprocess.run(
            [self.bin / "ctr", "--address", self.address, "--namespace", NAMESPACE, *map(str, arguments)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout,
            text=True, errors="replace",
        )

    def images(self):
        return self.ctr("images", "list", "-q").stdout.split()

    def listing(self, snapshotter):
        """The canonical listing of the one image unpacked here, read through a mounted view of it."""
        # Not `ctr images mount`: that of 1.6 takes the default snapshotter, whatever it is told.
        snapshots = ("snapshots", "--snapshotter", snapshotter)
        target = self.folder / "mnt"
        target.mkdir(exist_ok=True)
        self._view(snapshots)
        try:
            run("sh", "-c", self._must(*snapshots, "mounts", target, "view"))
            try:
                return listing_of(target)
            finally:
                run("umount", target)
        finally:
            self._must(*snapshots, "rm", "view")

    def _view(self, snapshots):
        """A view that the garbage collector keeps; before it has its label a collection may take it."""
        for _ in range(10):
            self._must(*snapshots, "view", "view", self._top(snapshots))
            if self.ctr(*snapshots, "label", "view", "containerd.io/gc.root=yes").returncode == 0:
                return
        raise Problem("the collector takes every view before it is labelled")

    def _top(self, snapshots):
        """The committed snapshot that none stands on."""
        rows = [line.split() for line in self._must(*snapshots, "ls").splitlines()[1:]]
        parents = {row[1] for row in rows if len(row) == 3}
        tops = [row[0] for row in rows if row[-1] == "Committed" and row[0] not in parents]
        if len(tops) != 1:
            raise Problem(f"one image should be unpacked, the snapshots are {rows}")
        return tops[0]

    def _must(self, *arguments):
        done = self.ctr(*arguments, timeout=60)
        if done.returncode != 0:
            raise Problem(f"ctr {' '.join(map(str, arguments))} failed: {done.stderr.strip()}")
        return done.stdout

    def _unmount_leftovers(self):
        with open("/proc/self/mountinfo", "rb") as mounts:
            points = [line.split()[4] for line in mounts]
        for point in reversed(points):
            if point.startswith(os.fsencode(self.folder) + b"/"):
                subprocess.run(["umount", "-l", point], timeout=60)


@contextlib.contextmanager
def running(cache):
    cache.packages()
    with cache.temporary() as folder:
        peer = Peer(cache, folder)
        try:
            yield peer.start()
        finally:
            peer.stop()


def verify(cache, archive):
    """Imports and unpacks an image with both snapshotters and keeps the two listings beside it."""
    said, trees = [], []
    with running(cache) as peer:
        for snapshotter in ("overlayfs", "native"):
            start = time.monotonic()
            done = peer.ctr("images", "import", "--snapshotter", snapshotter, archive)
            if done.returncode != 0:
                raise Problem(f"containerd refuses {archive}: {done.stderr.strip()}")
            took = time.monotonic() - start
            (image,) = peer.images()
            trees.append(peer.listing(snapshotter))
            write_whole(archive.with_suffix(f".{snapshotter}.tree"), "\n".join(trees[-1]) + "\n")
            said.append(f"{snapshotter} {took:.1f} s")
    # They differ for good reasons, too: native does not keep hard links of symlinks, and overlayfs
    # shows of a folder in two layers only the xattrs of the upper one.
    odd = len(set(trees[0]) ^ set(trees[1]))
    return f"{image}, {len(trees[0])} entries, {', '.join(said)}, {odd} lines differ between the two"
