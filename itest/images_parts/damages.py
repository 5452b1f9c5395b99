"""Evil layers that are damaged: tars that lie about sizes, broken compression, lying digests."""

import gzip
import random
from dataclasses import dataclass, field

from .cache import run
from .rawtar import END, entry, file, folder, header, octal, pax


@dataclass(frozen=True)
class Blob:
    """What lies in the archive, and what config and manifest say of it."""

    data: bytes
    plain: bytes
    compression: str = "gzip"
    lies: dict = field(default_factory=dict)


def tars():
    """Yields name, what it lies about, expectation, tar (whole, with or without its end)."""
    good = folder(b"inside") + file(b"inside/before")
    for name, text, expect, tar in (
        ("pax-claims-8-gib", "a PAX header of 8 GiB", "refuse", header(b"P", kind=b"x", size=8 << 30) + END),
        ("pax-global-claims-8-gib", "a global one", "refuse", header(b"P", kind=b"g", size=8 << 30) + END),
        ("gnu-name-claims-8-gib", "a GNU long name of 8 GiB", "refuse",
         header(b"././@LongLink", kind=b"L", size=8 << 30, magic=b"ustar  \0") + END),
        ("pax-length-huge", "a PAX record that says it is longer than its header", "refuse",
         entry(b"P", b"99999999999999999999 path=x\n", kind=b"x") + file(b"f") + END),
        ("pax-length-zero", "a PAX record of no length", "refuse", entry(b"P", b"0 path=x\n", kind=b"x") + file(b"f") + END),
        ("pax-no-equals", "a PAX record without a value", "refuse", entry(b"P", b"8 path\n\n", kind=b"x") + file(b"f") + END),
        ("pax-size-negative", "a PAX size below zero", "refuse", pax((b"size", b"-1")) + file(b"f") + END),
        ("pax-size-words", "a PAX size that is no number", "refuse", pax((b"size", b"many")) + file(b"f") + END),
        ("size-negative", "a header's size below zero", "refuse", header(b"f", size_field=octal(-512, 12)) + END),
        ("size-no-number", "a header's size that is no number", "refuse", header(b"f", size_field=b"notanumber!\0") + END),
        ("size-beyond-end", "a file that says it is longer than the archive", "refuse",
         header(b"f", size=1 << 20) + b"x" * 4096),
        ("size-8-gib", "a file that says it has 8 GiB", "refuse", header(b"f", size=8 << 30) + b"x" * 4096),
        ("checksum", "a wrong header checksum", "refuse", header(b"f", checksum=1) + END),
        ("garbage", "no tar at all", "refuse", b"this is not a tar archive".ljust(2048, b"!")),
        ("half-header", "an archive that ends inside a header", "refuse", header(b"f")[:300]),
        ("no-end", "an archive without the two empty blocks", "accept", file(b"f")),
        ("one-end", "an archive with one empty block only", "accept", file(b"f") + b"\0" * 512),
        ("after-end", "an entry behind the end is not there", "accept", file(b"f") + END + file(b"behind") + END),
        ("sparse-overlap", "a GNU sparse map that overlaps", "refuse", sparse((0, 512), (256, 512), real=4096)),
        ("sparse-beyond", "a GNU sparse map beyond the file's end", "refuse", sparse((0, 512), (1 << 20, 512), real=4096)),
        ("sparse-negative", "a GNU sparse map with a negative offset", "refuse", sparse((-512, 512), real=4096)),
        ("sparse-8-eib", "a sparse file that says it has nearly 8 EiB", "contain", sparse((0, 512), real=(1 << 63) - 1)),
    ):
        yield name, text, expect, good + tar


def sparse(*islands, real):
    tail = b"\0" * 41 + b"".join(octal(at, 12) + octal(size, 12) for at, size in islands)
    tail = tail.ljust(41 + 96, b"\0") + b"\0" + octal(real, 12)
    stored = sum(size for _, size in islands)
    return header(b"sparse", kind=b"S", size=stored, magic=b"ustar  \0", tail=tail) + b"s" * stored + END


def blobs(folder_path, zstd):
    """Yields name, what is wrong, expectation, Blob."""
    noise = random.Random(7).randbytes(1 << 20)
    plain = folder(b"inside") + file(b"inside/noise", noise) + file(b"inside/last") + END
    packed = gzip.compress(plain, 6, mtime=0)
    middle = len(packed) // 2
    flipped = packed[:middle] + bytes([packed[middle] ^ 0x10]) + packed[middle + 1:]
    frame = compressed(folder_path, zstd, plain)
    split = 5 * 512
    good = Blob(packed, plain)
    yield "gzip-truncated", "a gzip stream cut in the middle", "refuse", Blob(packed[:middle], plain)
    yield "gzip-no-trailer", "a gzip stream without checksum and size", "refuse", Blob(packed[:-8], plain)
    yield "gzip-bit-flip", "a gzip stream with a bit flipped in the middle", "refuse", Blob(flipped, plain)
    yield "gzip-wrong-crc", "a gzip stream with a wrong checksum", "refuse", (
        Blob(packed[:-8] + bytes([packed[-8] ^ 1]) + packed[-7:], plain))
    yield "gzip-garbage-behind", "garbage behind a gzip stream", "contain", Blob(packed + b"garbage" * 100, plain)
    yield "gzip-two-members", "two gzip members, one stream", "accept", (
        Blob(gzip.compress(plain[:split], mtime=0) + gzip.compress(plain[split:], mtime=0), plain))
    yield "gzip-named-plain", "a plain tar that says it is gzip", "contain", Blob(plain, plain)
    yield "plain-named-gzip", "a gzip stream that says it is a plain tar", "contain", Blob(packed, plain, "none")
    yield "zstd-truncated", "a zstd frame cut in the middle", "refuse", Blob(frame[:len(frame) // 2], plain, "zstd")
    yield "zstd-bit-flip", "a zstd frame with a bit flipped", "refuse", (
        Blob(frame[:middle] + bytes([frame[middle] ^ 0x10]) + frame[middle + 1:], plain, "zstd"))
    yield "zstd-two-frames", "two zstd frames with a skippable one between", "accept", Blob(
        compressed(folder_path, zstd, plain[:split]) + b"\x50\x2a\x4d\x18\x04\0\0\0skip"
        + compressed(folder_path, zstd, plain[split:]), plain, "zstd")
    yield "layer-empty", "a layer of no bytes", "contain", Blob(b"", b"", "none")
    yield "layer-without-entries", "a layer with the end of a tar only", "accept", Blob(gzip.compress(END, mtime=0), END)
    yield "wrong-diff-id", "a config with another diff id", "refuse", Blob(packed, plain, lies={"diff_id": "0" * 64})
    yield "malformed-diff-id", "a config with a diff id that is no digest", "refuse", (
        Blob(packed, plain, lies={"diff_id": "xyz"}))
    yield "wrong-digest", "a blob whose name is another digest", "refuse", Blob(packed, plain, lies={"digest": "1" * 64})
    yield "wrong-size", "a manifest with another size; containerd 1.6 does not look", "contain", Blob(packed, plain, lies={"size": len(packed) + 1})
    yield "missing-layer", "an archive without the layer", "refuse", Blob(packed, plain, lies={"omit": True})
    yield "missing-diff-id", "a config with fewer diff ids than layers", "refuse", Blob(packed, plain, lies={"drop": True})
    yield "fine", "nothing wrong: this one must import", "accept", good


def compressed(folder_path, zstd, data):
    source = folder_path / "plain"
    source.write_bytes(data)
    return run(zstd, "-q", "-3", "--check", "-c", source)
