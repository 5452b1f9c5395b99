"""The cache folder: packages from `prepare`, outputs made once, temporary folders."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PREPARE = HERE.parent / "prepare"
# What every recipe shares; a change in one of these makes all images anew.
SHARED = ("cache.py", "layers.py", "oci.py")


class Problem(Exception):
    """Something could not be made; the message says what and why."""


def run(*command, timeout=600, **options):
    """Runs a command with a time limit and returns its standard output; Problem when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout, **options,
    )
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip() or done.stdout.decode(errors="replace").strip()
        raise Problem(f"{' '.join(map(str, command))} ended with {done.returncode}: {said[-2000:]}")
    return done.stdout


class Cache:
    def __init__(self, root):
        self.root = root
        self.images = root / "images"
        self.bin = root / "bin"

    @staticmethod
    def open():
        root = Path(run(PREPARE, "--cache").decode().rstrip("\n")).absolute()
        (root / "images").mkdir(parents=True, exist_ok=True)
        return Cache(root.resolve())

    @contextlib.contextmanager
    def locked(self):
        """One maker at a time; what a killed one left is removed."""
        with open(self.images / "lock", "a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                log(f"another run holds {self.images}, waiting")
                fcntl.flock(lock, fcntl.LOCK_EX)
            for left in self.images.glob("tmp.*"):
                remove_tree(left)
            yield

    def packages(self, *options):
        """Fetches packages by `prepare`; its options are --tool and --with."""
        done = subprocess.run([PREPARE, *options], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=1800)
        if done.returncode != 0:
            raise Problem(f"prepare {' '.join(options)} ended with {done.returncode}")

    def package(self, name):
        """The folder a package is unpacked in."""
        return self.root / "packages" / name

    def once(self, name, recipe, make):
        """The output `name`: made by `make(cache, folder)`, which returns the path it left below `folder`."""
        stamp = self.images / f"{name}.stamp"
        wanted = self._fingerprint(recipe)
        if stamp.exists():
            path, _, made = stamp.read_text().rpartition("\n")
            if made == wanted and (self.images / path).exists():
                return self.images / path
        log(f"making {name}")
        with self.temporary() as folder:
            made = make(self, folder)
            path = self.images / (name + made.suffix)
            for old in (stamp, path, *self.images.glob(f"{name}.*.tree")):
                remove_tree(old)
            os.rename(made, path)
            write_whole(stamp, f"{path.name}\n{wanted}")
        return path

    @contextlib.contextmanager
    def temporary(self):
        folder = self.images / f"tmp.{os.getpid()}.{os.urandom(4).hex()}"
        folder.mkdir()
        try:
            yield folder
        finally:
            remove_tree(folder)

    def _fingerprint(self, recipe):
        parts = [Path(recipe.__file__), *(HERE / name for name in SHARED + getattr(recipe, "PARTS", ()))]
        digest = hashlib.sha256(os.fsencode(self.root))
        for part in parts:
            digest.update(part.read_bytes())
        return digest.hexdigest()


def write_whole(path, text):
    temporary = path.with_name(path.name + ".new")
    temporary.write_text(text)
    os.replace(temporary, path)


def remove_tree(path):
    """Removes a file or folder; a mount below it is an error of ours, and stops the removal."""
    if path.is_dir() and not path.is_symlink():
        inside = os.fsencode(path) + b"/"
        with open("/proc/self/mountinfo", "rb") as mounts:
            if any(line.split()[4].startswith(inside) for line in mounts):
                raise Problem(f"{path} holds a mount, it is left alone")
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def log(text):
    print(f"images: {text}", file=sys.stderr, flush=True)
