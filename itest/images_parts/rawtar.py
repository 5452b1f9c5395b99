"""Tar written byte by byte, so that every field can lie."""

END = b"\0" * 1024


def octal(value, width):
    """A number field: octal with a NUL behind, or base 256 where it is negative or does not fit."""
    if 0 <= value < 8 ** (width - 1):
        return b"%0*o\0" % (width - 1, value)
    return bytes([0x80 if value >= 0 else 0xFF]) + (value & (256 ** (width - 1) - 1)).to_bytes(width - 1, "big")


def header(name, size=0, kind=b"0", link=b"", mode=0o644, uid=0, gid=0, mtime=1_700_000_000, device=(0, 0),
           checksum=None, magic=b"ustar\x0000", size_field=None, tail=b""):
    block = (
        name[:100].ljust(100, b"\0") + octal(mode, 8) + octal(uid, 8) + octal(gid, 8)
        + (size_field or octal(size, 12)) + octal(mtime, 12) + b" " * 8 + kind + link[:100].ljust(100, b"\0")
        + magic + b"\0" * 64 + octal(device[0], 8) + octal(device[1], 8) + tail
    ).ljust(512, b"\0")
    total = sum(block) if checksum is None else checksum
    return block[:148] + b"%06o\0 " % total + block[156:]


def padded(data):
    return data + b"\0" * (-len(data) % 512)


def entry(name, data=b"", **fields):
    return header(name, **{"size": len(data), **fields}) + padded(data)


def folder(name, mode=0o755, **fields):
    return header(name, kind=b"5", mode=mode, **fields)


def symlink(name, target):
    return long_names(name, target) + header(name, kind=b"2", link=target, mode=0o777)


def hardlink(name, target):
    return long_names(name, target) + header(name, kind=b"1", link=target)


def file(name, data=b"evil\n", **fields):
    """A file whose name may be of any length."""
    return long_names(name, b"") + entry(name, data, **fields)


def long_names(name, target):
    records = [(b"path", name)] if len(name) > 100 else []
    records += [(b"linkpath", target)] if len(target) > 100 else []
    return pax(*records) if records else b""


def record(key, value):
    body = b" " + key + b"=" + value + b"\n"
    length = len(body)
    while len(b"%d" % length) + len(body) != length:
        length = len(b"%d" % length) + len(body)
    return b"%d" % length + body


def pax(*records, kind=b"x"):
    return entry(b"PaxHeaders/x", b"".join(record(key, value) for key, value in records), kind=kind)
