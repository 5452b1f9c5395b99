"""Everything a file system can hold that unpackers get wrong, made for real below a folder."""

import os
import shutil
import stat
import struct

ODD = "srv/odd"
# A name of 255 bytes, the longest there is.
LONGEST = b"n" * 255


def add(root):
    """Makes the folder srv/odd and the things that later layers change, srv/change."""
    odd = os.fsencode(root / ODD)
    os.makedirs(odd)
    for make in (names, modes, links, devices, attributes, times, sizes):
        folder = os.path.join(odd, make.__name__.encode())
        os.mkdir(folder)
        make(folder)
    change(os.fsencode(root / "srv/change"))
    # A file of the real system gets a capability, which is lost when xattrs are lost.
    cat = root / "usr/bin/cat-with-capability"
    shutil.copy2(root / "usr/bin/cat", cat)
    os.setxattr(cat, "security.capability", net_raw())


def net_raw():
    """cap_net_raw, permitted and effective, in the kernel's form of version 2."""
    return struct.pack("<5I", 0x02000001, 1 << 13, 0, 0, 0)


def put(path, data=b"x\n"):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)
    return path


def names(folder):
    for name in (
        b"a" * 99, b"a" * 100, b"a" * 101, LONGEST, "ünïcødé-日本-😀".encode(), b"latin1-\xe9\xe8\xff", b"new\nline",
        b" space ", b"-dash", b"back\\slash", b"percent%20", b"quote\"'", b"tab\t", b"...", b".hidden", b".whatever",
        b"star*", b"colon:name", b"\x01control\x7f",
    ):
        put(os.path.join(folder, name))
    # Paths of more than 255, more than 1,024 bytes, and prefixes at the border of ustar's 155 + 100.
    put(os.path.join(folder, *[b"d" * 120] * 3, b"f" * 120))
    put(os.path.join(folder, *[b"e" * 200] * 7, b"f"))
    put(os.path.join(folder, b"p" * (155 - len(b"./srv/odd/names/")), b"f" * 100))
    os.mkdir(os.path.join(folder, b"empty-folder"))


def modes(folder):
    for name, mode, uid, gid in (
        (b"setuid", 0o4755, 0, 0), (b"setgid", 0o2755, 0, 8), (b"both", 0o6711, 1000, 1000), (b"none", 0, 0, 0),
        (b"sticky", 0o1644, 33, 33), (b"owned", 0o640, 1234, 5678), (b"big-ids", 0o600, 3_000_000, 4_000_000_000),
    ):
        path = put(os.path.join(folder, name))
        os.chown(path, uid, gid)
        os.chmod(path, mode)
    for name, mode in ((b"dir-sticky", 0o1777), (b"dir-setgid", 0o2775), (b"dir-none", 0), (b"dir-private", 0o700)):
        path = os.path.join(folder, name)
        os.mkdir(path)
        os.chown(path, 1000, 1001)
        os.chmod(path, mode)


def links(folder):
    first = put(os.path.join(folder, b"a"), b"linked\n")
    os.mkdir(os.path.join(folder, b"sub"))
    for name in (b"b", b"sub/c", b"sub/" + b"l" * 150):
        os.link(first, os.path.join(folder, name))
    for name, target in (
        (b"absolute", b"/usr/bin/env"), (b"relative", b"../modes/setuid"), (b"dangling", b"/nowhere/at/all"),
        (b"self", b"self"), (b"up", b"../../../../../../../../etc/passwd"), (b"long", b"t" * 300),
        (b"folder", b"sub/"), (b"latin1", b"\xe9\xff"), (b"dot", b"."),
    ):
        os.symlink(target, os.path.join(folder, name))
    os.lchown(os.path.join(folder, b"relative"), 1000, 1001)
    # A hard link to a symlink and one to a fifo: the link itself has two names, its target is not touched.
    os.link(os.path.join(folder, b"dangling"), os.path.join(folder, b"dangling-2"), follow_symlinks=False)
    os.mkfifo(os.path.join(folder, b"fifo"), 0o600)
    os.link(os.path.join(folder, b"fifo"), os.path.join(folder, b"fifo-2"))


def devices(folder):
    for name, kind, mode, major, minor in (
        (b"null", stat.S_IFCHR, 0o666, 1, 3), (b"loop", stat.S_IFBLK, 0o660, 7, 0), (b"large", stat.S_IFCHR, 0o600, 511, 70_000),
    ):
        path = os.path.join(folder, name)
        os.mknod(path, kind | mode, os.makedev(major, minor))
        os.chmod(path, mode)
    os.mkfifo(os.path.join(folder, b"pipe"))
    os.chmod(os.path.join(folder, b"pipe"), 0o622)


def attributes(folder):
    path = put(os.path.join(folder, b"file"))
    for name, value in (
        ("user.text", b"value"), ("user.empty", b""), ("user.binary", bytes(range(256))), ("user.long", b"v" * 2000),
        ("user.equals=sign", b"a=b\n"), ("trusted.gantry", b"kept"),
    ):
        os.setxattr(path, name, value)
    sub = os.path.join(folder, b"folder")
    os.mkdir(sub)
    os.setxattr(sub, "user.on-a-folder", b"yes")
    target = put(os.path.join(folder, b"capability"))
    os.chmod(target, 0o755)
    os.setxattr(target, "security.capability", net_raw())
    link = os.path.join(folder, b"symlink")
    os.symlink(b"file", link)
    os.setxattr(link, "trusted.on-a-symlink", b"yes", follow_symlinks=False)


def times(folder):
    for name, nanos in (
        (b"nanos", 1_600_000_000_123_456_789), (b"one-nano", 1_600_000_000_000_000_001), (b"epoch", 0),
        (b"micros", 1_600_000_000_000_001_000), (b"year-2100", 4_102_444_800_000_000_000), (b"last", 1_600_000_000_999_999_999),
    ):
        path = put(os.path.join(folder, name))
        os.utime(path, ns=(nanos, nanos))


def sizes(folder):
    for size in (0, 1, 511, 512, 513, 65_536, 1_048_577):
        put(os.path.join(folder, b"bytes-%d" % size), bytes(i * 7 % 251 for i in range(size)))
    for name, size, islands in (
        (b"sparse", 64 << 20, (0, 20 << 20, (64 << 20) - 4096)), (b"hole", 8 << 20, ()),
        (b"sparse-end", (4 << 20) + 3, (1 << 20,)), (b"many-islands", 16 << 20, tuple(range(0, 16 << 20, 64 << 10))),
        (b"s" * 120, 4 << 20, (1 << 20,)),
    ):
        with open(os.path.join(folder, name), "wb") as file:
            for offset in islands:
                file.seek(offset)
                file.write(b"island".ljust(4096, b"!"))
            file.truncate(size)


def change(folder):
    """What layers above remove, replace and make opaque."""
    for name in (
        b"remove/file", b"remove/folder/deep/file", b"remove/other", b"folder-to-file/inner/file", b"file-to-folder",
        b"folder-to-symlink/file", b"opaque/old", b"opaque/folder/old", b"opaque-late/old", b"opaque-again/old",
        b"replaced", b"chmod", b"again", b"group/a", b"kept/file", b"target/file",
    ):
        put(os.path.join(folder, name), name + b"\n")
    os.link(os.path.join(folder, b"group/a"), os.path.join(folder, b"group/b"))
    os.link(os.path.join(folder, b"group/a"), os.path.join(folder, b"group/c"))
    os.symlink(b"target", os.path.join(folder, b"symlink-to-folder"))
    os.symlink(b"target", os.path.join(folder, b"remove/symlink"))
    os.mknod(os.path.join(folder, b"remove/device"), stat.S_IFCHR | 0o600, os.makedev(1, 3))
    put(os.path.join(folder, b"remove", LONGEST[:250]))
    os.setxattr(os.path.join(folder, b"kept"), "user.before", b"layer one")
