"""big: four gzip layers of real files, many small and some large, about 300 MB packed."""

import shutil

from . import root as debian_root
from .layers import pack_folder
from .oci import write_oci

PARTS = ("root.py",)
# The first layer is a Debian root; these are packages unpacked, a layer each.
LAYERS = (
    ("openjdk-17-jre-headless",),
    ("libllvm14", "gcc-12", "git"),
    ("fonts-noto-cjk", "vim-runtime", "perl-modules-5.36"),
)


def make(cache, folder):
    names = [name for group in LAYERS for name in group]
    cache.packages(*(option for name in names for option in ("--with", name)))
    layers = [pack_folder(debian_root.make(cache), folder / "layer0", comment="debian root")]
    for number, group in enumerate(LAYERS, 1):
        content = folder / f"root{number}"
        for name in group:
            shutil.copytree(
                cache.package(name), content, symlinks=True, dirs_exist_ok=True,
                ignore=shutil.ignore_patterns(".version", ".depends"),
            )
        layers.append(pack_folder(content, folder / f"layer{number}", comment=" ".join(group)))
        shutil.rmtree(content)
    return write_oci(folder / "big.tar", "big", layers)
