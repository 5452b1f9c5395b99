"""hello: the smallest image that runs: busybox and its links."""

import subprocess

from .cache import Problem
from .layers import pack_folder
from .oci import write_oci


def make(cache, folder):
    cache.packages("--with", "busybox-static")
    busybox = cache.package("busybox-static") / "bin/busybox"
    root = folder / "root"
    for name in ("bin", "dev", "etc", "proc", "sys", "root"):
        (root / name).mkdir(parents=True)
    (root / "tmp").mkdir()
    (root / "tmp").chmod(0o1777)
    (root / "bin/busybox").write_bytes(busybox.read_bytes())
    (root / "bin/busybox").chmod(0o755)
    listed = subprocess.run([busybox, "--list"], stdout=subprocess.PIPE, text=True, timeout=60)
    if listed.returncode != 0:
        raise Problem(f"{busybox} --list ended with {listed.returncode}")
    for applet in listed.stdout.split():
        if applet != "busybox":
            (root / "bin" / applet).symlink_to("busybox")
    (root / "etc/passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")
    (root / "etc/group").write_text("root:x:0:\n")
    layer = pack_folder(root, folder / "layer", comment="busybox")
    command = ("/bin/sh", "-c", "echo hello from inside")
    return write_oci(folder / "hello.tar", "hello", [layer], command)
