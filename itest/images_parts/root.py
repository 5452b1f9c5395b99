"""A minimal Debian root folder, made by debootstrap, once."""

import os
import shutil

from .cache import Problem, run

SUITE = "bookworm"


def make(cache):
    """The folder; nobody may change what is in it."""
    target = cache.images / "root"
    if not target.exists():
        with cache.temporary() as folder:
            debootstrap(cache, folder / "root")
            os.rename(folder / "root", target)
    return target


def debootstrap(cache, target):
    tools = ["--tool", "debootstrap"]
    if not shutil.which("wget"):
        tools += ["--tool", "wget"]
    cache.packages(*tools)
    scripts = cache.package("debootstrap") / "usr/share/debootstrap"
    environment = {
        **os.environ,
        "DEBOOTSTRAP_DIR": str(scripts),
        "LC_ALL": "C",
        "PATH": f"{cache.bin}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    }
    try:
        run("/bin/sh", scripts / "../../sbin/debootstrap", "--variant=minbase", SUITE, target, mirror(cache),
            timeout=1200, env=environment)
    finally:
        for name in ("proc", "sys"):
            if os.path.ismount(target / name):
                run("umount", "-l", target / name)
    for cached in (target / "var/cache/apt/archives").glob("*.deb"):
        cached.unlink()


def mirror(cache):
    """The mirror apt is configured with on this machine; apt names it from the lists `prepare` has read."""
    told = os.environ.get("GANTRY_ITEST_MIRROR")
    if told:
        return told
    lists = cache.root / "apt/lists"
    listed = run("apt-get", "-o", f"Dir::State::lists={lists}", "indextargets", "--format",
                 "$(CODENAME) $(COMPONENT) $(REPO_URI)", "Created-By: Packages").decode()
    for line in listed.splitlines():
        words = line.split()
        if words[:2] == [SUITE, "main"] and words[2].startswith(("http:", "https:", "file:")):
            return words[2]
    raise Problem(f"apt has no source with {SUITE}/main; set GANTRY_ITEST_MIRROR to a Debian mirror")
