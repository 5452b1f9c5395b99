"""Evil layers that are sound archives: they try to reach what lies outside of the root."""

from .rawtar import END, entry, file, folder, hardlink, header, pax, symlink

UP = b"../" * 40
DEVICE = (8, 0)


def cases(canary):
    """Yields name, what it tries, expectation, tar of a lower layer or None, tar of the evil layer."""
    outside = canary.lstrip(b"/")
    for group in (names, symlinks, hardlinks, whiteouts, overlays, odd_entries):
        yield from group(canary, outside)


def names(canary, outside):
    yield "dotdot", "a name that climbs out by ..", "contain", None, file(UP + outside + b"/dotdot")
    yield ("dotdot-inside", "a name that goes in and climbs out", "contain", None,
           file(b"inside/" + UP + outside + b"/dotdot"))
    yield "absolute", "an absolute name", "contain", None, file(canary + b"/absolute")
    yield "dotdot-folder", "a folder entry named ..", "contain", None, folder(b"..", mode=0o777)
    yield "dot-file", "a regular file named .", "contain", None, entry(b".", b"evil\n")
    yield "slash-file", "a regular file named /", "contain", None, entry(b"/", b"evil\n")
    yield "empty-name", "an entry without a name", "contain", None, entry(b"", b"evil\n")
    yield "name-with-nul", "a PAX path with a NUL inside", "contain", None, (
        pax((b"path", b"inside/nul\0" + b"/../../evil")) + entry(b"short", b"evil\n"))
    yield "deep-path", "a path of 10,000 folders", "contain", None, file(b"d/" * 10_000 + b"f")
    yield "long-component", "a component of 300 bytes", "contain", None, file(b"n" * 300)
    yield "pax-global-path", "a global PAX header that names all entries", "contain", None, (
        pax((b"path", canary + b"/global"), kind=b"g") + entry(b"inside/plain", b"evil\n"))
    yield "pax-empty-path", "a PAX path that is empty", "contain", None, pax((b"path", b"")) + entry(b"plain", b"x\n")
    yield "backslashes", "a name with backslashes is one name", "accept", None, file(b"..\\..\\..\\x")


def symlinks(canary, outside):
    yield ("symlink-write", "a symlink out, then a file through it", "contain", None,
           symlink(b"out", canary) + file(b"out/written"))
    yield ("symlink-relative-write", "a symlink out by .., then a file through it", "contain", None,
           symlink(b"out", UP + outside) + file(b"out/written"))
    yield ("symlink-chain-write", "two symlinks in a row, then a file through them", "contain", None,
           symlink(b"second", canary) + symlink(b"first", b"second") + file(b"first/written"))
    yield ("symlink-lower-write", "a symlink in the layer below, a file through it", "contain",
           symlink(b"out", canary), file(b"out/written"))
    yield ("symlink-file", "a symlink to a file outside, then a file of its name", "contain", None,
           symlink(b"out", canary + b"/file") + file(b"out"))
    yield ("symlink-folder", "a symlink out, then a folder of its name with another mode and owner", "contain", None,
           symlink(b"out", canary + b"/folder") + folder(b"out", mode=0o777, uid=1234))
    yield ("symlink-lower-folder", "the same over a symlink of the layer below", "contain",
           symlink(b"out", canary + b"/folder"), folder(b"out", mode=0o777, uid=1234))
    yield ("symlink-parent-swap", "a folder with a file, then a symlink in its place, then a file in it", "contain",
           None, folder(b"p") + file(b"p/first") + symlink(b"p", canary) + file(b"p/second"))
    yield ("symlink-parent-dotdot", "a symlink out and a name that climbs behind it", "contain", None,
           symlink(b"out", canary + b"/folder") + file(b"out/../written"))
    yield ("symlink-device", "a symlink out, then a device through it", "contain", None,
           symlink(b"out", canary) + header(b"out/device", kind=b"3", device=(1, 3)))
    yield ("symlink-mkdir", "a symlink out, then folders through it", "contain", None,
           symlink(b"out", canary) + folder(b"out/new/sub"))
    yield ("symlink-loop", "a symlink to itself, then a file through it", "contain", None,
           symlink(b"out", b"out") + file(b"out/written"))
    yield "symlink-empty", "a symlink without a target", "contain", None, symlink(b"out", b"")


def hardlinks(canary, outside):
    write = file(b"h")
    yield "hardlink-absolute", "a hard link out, then its file anew", "contain", None, (
        hardlink(b"h", canary + b"/file") + write)
    yield "hardlink-dotdot", "a hard link out by ..", "contain", None, hardlink(b"h", UP + outside + b"/file") + write
    yield ("hardlink-through-symlink", "a symlink out, a hard link through it", "contain", None,
           symlink(b"s", canary) + hardlink(b"h", b"s/file") + write)
    yield ("hardlink-to-symlink", "a hard link to a symlink that points out, then its file anew", "contain", None,
           symlink(b"s", canary + b"/file") + hardlink(b"h", b"s") + write)
    yield ("hardlink-name-through-symlink", "a symlink out, a hard link made behind it", "contain", None,
           file(b"inside/own") + symlink(b"s", canary) + hardlink(b"s/link", b"inside/own"))
    yield "hardlink-missing", "a hard link to nothing", "refuse", None, hardlink(b"h", b"nothing")
    yield "hardlink-self", "a hard link to itself", "contain", None, hardlink(b"h", b"h")
    yield "hardlink-folder", "a hard link to a folder", "refuse", None, folder(b"d") + hardlink(b"h", b"d")
    yield ("hardlink-lower", "a hard link to a file of the layer below, alone", "contain", file(b"low"),
           hardlink(b"h", b"low"))
    yield ("hardlink-to-whiteout", "a hard link to a whiteout", "contain", file(b"inside/x"),
           entry(b"inside/.wh.x") + hardlink(b"h", b"inside/.wh.x"))
    yield ("hardlink-as-whiteout", "a hard link whose own name is a whiteout", "contain", file(b"inside/x"),
           file(b"own") + hardlink(b"inside/.wh.x", b"own"))


def whiteouts(canary, outside):
    base = folder(b"inside") + file(b"inside/x") + file(b"stays")
    for name, text, evil in (
        ("whiteout-dot", "a whiteout of .", entry(b"inside/.wh..")),
        ("whiteout-dotdot", "a whiteout of ..", entry(b"inside/.wh...")),
        ("whiteout-root-dotdot", "a whiteout of .. in the root", entry(b".wh...")),
        ("whiteout-empty", "a whiteout of nothing", entry(b"inside/.wh.")),
        ("whiteout-empty-root", "a whiteout of nothing in the root", entry(b".wh.")),
        ("whiteout-climbs", "a whiteout after ..", file(UP + outside + b"/.wh.file", b"")),
        ("whiteout-through-symlink", "a whiteout behind a symlink out", symlink(b"s", canary) + entry(b"s/.wh.file")),
        ("opaque-through-symlink", "an opaque mark behind a symlink out",
         symlink(b"s", canary) + entry(b"s/.wh..wh..opq")),
        ("opaque-root", "an opaque root", entry(b".wh..wh..opq") + file(b"new")),
        ("opaque-folder", "a folder named like the opaque mark", folder(b"inside/.wh..wh..opq")),
        ("opaque-upper-only", "an opaque mark in a folder of this layer alone",
         folder(b"fresh") + file(b"fresh/new") + entry(b"fresh/.wh..wh..opq")),
        ("whiteout-folder", "a folder named like a whiteout, with a file in it",
         folder(b".wh.inside") + file(b".wh.inside/x")),
        ("whiteout-symlink", "a symlink named like a whiteout", symlink(b"inside/.wh.x", canary)),
        ("whiteout-with-data", "a whiteout with content", entry(b"inside/.wh.x", b"content\n")),
        ("whiteout-after-file", "a file, then its whiteout", file(b"inside/y") + entry(b"inside/.wh.y")),
        ("whiteout-after-lower", "a lower file anew, then its whiteout", file(b"inside/x") + entry(b"inside/.wh.x")),
        ("whiteout-parent-later", "a whiteout of a folder this layer has filled",
         file(b"inside/new") + entry(b".wh.inside")),
        ("whiteout-in-whiteout", "a whiteout below a folder removed before", entry(b".wh.inside") + entry(b"inside/.wh.x")),
        ("whiteout-of-whiteout", "a whiteout of a whiteout", entry(b"inside/.wh..wh.x")),
        ("whiteout-aufs", "the names aufs keeps for itself", folder(b".wh..wh.plnk") + file(b".wh..wh.plnk/1.1") + entry(b".wh..wh.aufs")),
    ):
        yield name, text, "contain", base, evil


def overlays(canary, outside):
    base = folder(b"inside") + file(b"inside/x")

    def with_xattr(key, value):
        return pax((b"SCHILY.xattr." + key, value)) + folder(b"inside")

    yield "overlay-char", "a character device 0:0, overlayfs's own whiteout", "contain", base, (
        header(b"inside/x", kind=b"3", device=(0, 0)))
    yield "overlay-opaque", "the xattr by which overlayfs marks opaque folders", "contain", base, (
        with_xattr(b"trusted.overlay.opaque", b"y"))
    yield "overlay-redirect", "the xattr by which overlayfs looks elsewhere", "contain", base, (
        with_xattr(b"trusted.overlay.redirect", b"/" + outside))
    yield "overlay-metacopy", "the xattr by which overlayfs takes content from below", "contain", base, (
        pax((b"SCHILY.xattr.trusted.overlay.metacopy", b"")) + file(b"inside/x"))


def odd_entries(canary, outside):
    yield "device", "a block device, the first disk", "contain", None, header(b"disk", kind=b"4", device=DEVICE, mode=0o666)
    yield "device-negative", "a device with a negative number", "contain", None, header(b"d", kind=b"3", device=(-1, -1))
    yield "xattr-no-namespace", "an xattr without a namespace", "contain", None, pax((b"SCHILY.xattr.plain", b"v")) + file(b"f")
    yield "xattr-long-name", "an xattr with a name of 300 bytes", "contain", None, (
        pax((b"SCHILY.xattr.user." + b"n" * 300, b"v")) + file(b"f"))
    yield "xattr-large", "an xattr of 100,000 bytes", "contain", None, (
        pax((b"SCHILY.xattr.user.large", b"v" * 100_000)) + file(b"f"))
    yield "uid-huge", "a uid of more than 32 bits", "contain", None, pax((b"uid", b"4294967301")) + file(b"f")
    yield "uid-negative", "a negative uid", "contain", None, entry(b"f", b"x\n", uid=-2)
    yield "mtime-negative", "a time before 1970", "contain", None, pax((b"mtime", b"-1000.5")) + file(b"f")
    yield "mtime-negative-field", "the same in the header's field", "contain", None, entry(b"f", b"x\n", mtime=-1000)
    yield "mtime-huge", "a time in the year 300,000,000", "contain", None, pax((b"mtime", b"9467077800000000")) + file(b"f")
    yield "mtime-digits", "a time with twenty digits of fraction", "contain", None, (
        pax((b"mtime", b"1700000000.12345678901234567890")) + file(b"f"))
    yield "mtime-words", "a time that is no number", "refuse", None, pax((b"mtime", b"soon")) + file(b"f")
    yield "mode-huge", "a mode with every bit", "contain", None, entry(b"f", b"x\n", mode=0o7777777)
    yield "type-unknown", "an entry of an unknown type", "contain", None, entry(b"f", b"x\n", kind=b"Z") + file(b"g")
    yield "type-old", "types of old: contiguous file, NUL type, folder by a slash", "contain", None, (
        entry(b"c", b"x\n", kind=b"7") + entry(b"n", b"x\n", kind=b"\0") + header(b"d/", kind=b"\0", mode=0o755))
    yield "slash-behind-file", "a regular file with a slash behind its name", "contain", None, entry(b"f/", b"x\n")
    yield "folder-with-size", "a folder that declares content", "contain", None, (
        header(b"d", kind=b"5", mode=0o755, size=512) + file(b"g"))
    yield "file-over-folder", "a file over a full folder, then into it", "contain", folder(b"d") + file(b"d/x"), (
        file(b"d") + file(b"d/y"))


def ended(tar):
    return tar + END
