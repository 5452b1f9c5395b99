"""Layers: a tar stream in, a compressed file with its digests out; and entries written one by one."""

import hashlib
import io
import subprocess
import tarfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from .cache import Problem, run

MEDIA = {"gzip": "+gzip", "zstd": "+zstd", "none": ""}
CHUNK = 1 << 20


@dataclass(frozen=True)
class Layer:
    path: Path
    compression: str
    digest: str
    size: int
    diff_id: str
    comment: str

    @property
    def media_type(self):
        return "application/vnd.oci.image.layer.v1.tar" + MEDIA[self.compression]


def pack(stream, path, compression="gzip", level=6, comment="", zstd="zstd"):
    """Writes the tar stream to `path`, compressed, in one pass and without holding it."""
    plain = hashlib.sha256()
    compressor = zlib.compressobj(level, zlib.DEFLATED, 31) if compression == "gzip" else None
    with open(path, "wb") as out:
        while chunk := stream.read(CHUNK):
            plain.update(chunk)
            out.write(compressor.compress(chunk) if compressor else chunk)
        if compressor:
            out.write(compressor.flush())
    if compression == "zstd":
        packed = path.with_name(path.name + ".zst")
        run(zstd, "-q", "-3", "-o", packed, path)
        packed.replace(path)
    digest, size = digest_of(path)
    return Layer(path, compression, digest, size, "sha256:" + plain.hexdigest(), comment)


def digest_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
        return "sha256:" + digest.hexdigest(), file.tell()


def pack_folder(folder, path, form="pax", **options):
    """Packs a real folder by GNU tar, with everything the format can carry, in a fixed order."""
    command = ["tar", "--create", "--file=-", f"--directory={folder}", "--sort=name", "--numeric-owner"]
    if form == "pax":
        # Sparse in PAX only: containerd 1.6 refuses the entry type GNU tar has for it.
        command += ["--sparse"]
        command += ["--format=pax", "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime"]
        command += ["--xattrs", "--xattrs-include=*"]
    else:
        command += ["--format=gnu"]
    with subprocess.Popen(command + ["."], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as tar:
        layer = pack(tar.stdout, path, **options)
    if tar.returncode != 0:
        raise Problem(f"tar of {folder} ended with {tar.returncode}")
    return layer


class Entries:
    """A tar written entry by entry, for what no real folder can hold (whiteouts, order, no parents)."""

    def __init__(self, form=tarfile.PAX_FORMAT):
        self._bytes = io.BytesIO()
        self._tar = tarfile.open(fileobj=self._bytes, mode="w", format=form, errors="surrogateescape")

    def add(self, name, kind=tarfile.REGTYPE, data=b"", mode=None, uid=0, gid=0, link="", mtime=1_700_000_000,
            nanos=0, device=(0, 0), xattrs=None):
        info = tarfile.TarInfo(name)
        info.type, info.linkname, info.uid, info.gid = kind, link, uid, gid
        info.mode = mode if mode is not None else (0o755 if kind == tarfile.DIRTYPE else 0o644)
        info.mtime, info.size = mtime, len(data)
        info.devmajor, info.devminor = device
        if nanos:
            info.pax_headers["mtime"] = f"{mtime}.{nanos:09d}"
        for key, value in (xattrs or {}).items():
            info.pax_headers["SCHILY.xattr." + key] = value.decode("utf-8", "surrogateescape")
        self._tar.addfile(info, io.BytesIO(data))
        return self

    def folder(self, name, **options):
        return self.add(name, tarfile.DIRTYPE, **options)

    def symlink(self, name, target, **options):
        return self.add(name, tarfile.SYMTYPE, link=target, **options)

    def hardlink(self, name, target, **options):
        return self.add(name, tarfile.LNKTYPE, link=target, **options)

    def stream(self):
        self._tar.close()
        self._bytes.seek(0)
        return self._bytes
