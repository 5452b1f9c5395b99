"""debian, debian-docker, debian-gnu: a real Debian root with oddities, changed by layers above it."""

import tarfile

from . import oddities
from . import root as debian_root
from .cache import run
from .layers import Entries, pack, pack_folder
from .oci import write_docker, write_oci

PARTS = ("root.py", "oddities.py")


def make_oci(cache, folder):
    return write_oci(folder / "debian.tar", "debian", layers(cache, folder))


def make_docker(cache, folder):
    plain = layers(cache, folder, gzip="none", zstd="none")
    return write_docker(folder / "debian-docker.tar", "debian-docker", plain)


def make_gnu(cache, folder):
    packed = [
        pack_folder(real_root(cache, folder), folder / "layer1", form="gnu", comment="debian root"),
        pack(removals(Entries(tarfile.GNU_FORMAT)).stream(), folder / "layer2", comment="removals"),
    ]
    return write_oci(folder / "debian-gnu.tar", "debian-gnu", packed)


def layers(cache, folder, gzip="gzip", zstd="zstd"):
    cache.packages("--tool", "zstd")
    tool = cache.bin / "zstd"
    return [
        pack_folder(real_root(cache, folder), folder / "layer1", compression=gzip, comment="debian root"),
        pack(removals(Entries()).stream(), folder / "layer2", gzip, comment="removals"),
        pack(additions().stream(), folder / "layer3", zstd, comment="additions", zstd=tool),
        pack(finish().stream(), folder / "layer4", "none", comment="finish"),
    ]


def real_root(cache, folder):
    target = folder / "root"
    # cp keeps hard links, devices, holes and xattrs; the original stays as it was made.
    run("cp", "-a", debian_root.make(cache), target)
    oddities.add(target)
    return target


def removals(tar):
    """Whiteouts and opaque folders, before and after what they stand beside."""
    base = "srv/change/"
    tar.folder("srv").folder("srv/change").folder(base + "remove")
    for name in ("file", "folder", "symlink", "device", "never-was-there", "n" * 250):
        tar.add(base + "remove/.wh." + name)
    tar.add("usr/share/.wh.doc").add("usr/share/.wh.locale")
    tar.folder(base + "group").add(base + "group/.wh.a")
    tar.add(base + "folder-to-file", data=b"a file now\n")
    tar.folder(base + "file-to-folder").add(base + "file-to-folder/inside", data=b"new\n")
    tar.symlink(base + "folder-to-symlink", "target")
    tar.folder(base + "symlink-to-folder", mode=0o711).add(base + "symlink-to-folder/inside", data=b"new\n")
    tar.folder(base + "opaque").add(base + "opaque/.wh..wh..opq").add(base + "opaque/new", data=b"new\n")
    tar.folder(base + "opaque-late").add(base + "opaque-late/new", data=b"new\n")
    tar.add(base + "opaque-late/.wh..wh..opq")
    tar.folder(base + "opaque-again").add(base + "opaque-again/.wh..wh..opq")
    tar.add(base + "opaque-again/old", data=b"back in the same layer\n")
    tar.add(base + ".wh.again").add(base + "again", data=b"removed and written in one layer\n")
    return tar


def additions():
    """Files anew over old ones, metadata over a folder that stays, links within the layer, no parents."""
    tar = Entries()
    tar.add("srv/change/replaced", data=b"longer than before\n" * 1000, nanos=987_654_321)
    tar.add("srv/change/chmod", data=b"chmod\n", mode=0o4711, uid=1000, gid=1001)
    tar.folder("srv/change/kept", mode=0o750, uid=7, gid=8, xattrs={"user.after": b"layer three"})
    tar.add("srv/added/without/parents/file", data=b"parents are implied\n")
    tar.add("srv/added/first", data=b"linked\n", xattrs={"user.binary": bytes(range(128, 256))})
    tar.hardlink("srv/added/second", "srv/added/first").hardlink("srv/added/third", "/srv/added/first")
    tar.symlink("srv/added/symlink", "first", nanos=5)
    tar.add("srv/added/caf\udce9", data=b"not UTF-8\n")
    tar.add("srv/added/twice", data=b"first\n").add("srv/added/twice", data=b"second\n", mode=0o600)
    return tar


def finish():
    """What was removed comes back, what was added goes, through a name with dots and slashes."""
    tar = Entries()
    tar.folder("./srv/change/remove/folder").add("./srv/change/remove/folder/new", data=b"the old content stays away\n")
    tar.add("srv//change/./remove/file", data=b"back\n")
    tar.add("srv/added/without/.wh.parents")
    tar.folder("srv/change/opaque").add("srv/change/opaque/.wh..wh..opq").add("srv/change/opaque/newest", data=b"n\n")
    tar.add("srv/fifo", tarfile.FIFOTYPE, mode=0o600).add("srv/zero", tarfile.CHRTYPE, device=(1, 5), mode=0o640)
    return tar
