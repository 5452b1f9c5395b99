"""huge-layer: one layer of a little over 2 GiB, compressed and unpacked, made as a stream."""

import random
import tarfile

from .layers import pack
from .oci import write_oci

# Over 2^31 bytes, so that a 32 bit length anywhere overflows.
SIZE = (2 << 30) + (5 << 20) + 1
BLOCK = 1 << 20


class OneFile:
    """A tar with one file of random bytes: the header, the bytes and the padding, produced on read."""

    def __init__(self):
        info = tarfile.TarInfo("huge")
        info.size, info.mode, info.mtime = SIZE, 0o644, 1_700_000_000
        self._parts = self._produce(info.tobuf(tarfile.GNU_FORMAT))

    def read(self, _size):
        return next(self._parts, b"")

    @staticmethod
    def _produce(header):
        yield header
        # Repeats are 16 MiB apart: far beyond deflate's window, so the data does not compress.
        source = random.Random(2)
        blocks = [source.randbytes(BLOCK) for _ in range(16)]
        left, at = SIZE, 0
        while left > 0:
            block = blocks[at % 16][:left]
            yield block
            left, at = left - len(block), at + 1
        yield b"\0" * (-SIZE % 512 + 1024)


def make(cache, folder):
    layer = pack(OneFile(), folder / "layer", level=1, comment="one huge file")
    return write_oci(folder / "huge-layer.tar", "huge-layer", [layer])
