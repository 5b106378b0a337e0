"""What no wheel brings: sees for itself what the machine lacks, and has apt install it."""

import ctypes
import importlib.util
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from setup.step import attempt


@dataclass(frozen=True)
class Need:
    """Something of the system: how to see it, its Debian package, its name elsewhere."""

    present: Callable[[], bool]
    package: str
    name: str


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _makes_environments() -> bool:
    return importlib.util.find_spec("ensurepip") is not None


def _has_chromium() -> bool:
    return os.access("/usr/bin/chromium", os.X_OK)


VENV = (
    Need(
        _makes_environments,
        f"python3.{sys.version_info.minor}-venv",
        "Python's venv module with ensurepip",
    ),
)
PDF = (
    Need(lambda: _loads("libpangoft2-1.0.so.0"), "libpangoft2-1.0-0", "Pango (libpangoft2-1.0)"),
    # Without it a bulletin still comes out, but takes nine times as long.
    Need(
        lambda: _loads("libharfbuzz-subset.so.0"),
        "libharfbuzz-subset0",
        "HarfBuzz (libharfbuzz-subset)",
    ),
)
BROWSER = (
    Need(_has_chromium, "chromium", "Chromium (/usr/bin/chromium)"),
    # Playwright brings its own Node.js, which asks for it.
    Need(lambda: _loads("libatomic.so.1"), "libatomic1", "libatomic"),
)


def provide(needs: Iterable[Need]) -> None:
    """Install what is missing, or stop with one sentence that says what to install."""
    needs = list(needs)
    missing = _missing(needs)
    if not missing:
        return
    if shutil.which("apt-get") is None:
        sys.exit(f"This is not a Debian system: first install {_names(missing)}.")
    _install([need.package for need in missing])
    missing = _missing(needs)
    if missing:
        sys.exit(f"Still not found after installing the packages: {_names(missing)}.")


def _missing(needs: Iterable[Need]) -> list[Need]:
    return [need for need in needs if not need.present()]


def _names(needs: Iterable[Need]) -> str:
    return ", ".join(need.name for need in needs)


def _install(packages: list[str]) -> None:
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    by_hand = f"apt-get update && {shlex.join(install)}"
    as_root = _as_root()
    if as_root is None:
        sys.exit(f"System packages are missing; run this once as root: {by_hand}")
    listed = " ".join(packages)
    if not attempt(f"Installing Debian packages: {listed}", *as_root, *install):
        return
    # The package lists may be empty or out of date.
    failure = attempt("Refreshing the package lists", *as_root, "apt-get", "update") or attempt(
        f"Installing Debian packages: {listed}", *as_root, *install
    )
    if failure:
        sys.exit(f"{failure}\nBy hand, as root: {by_hand}")


def _as_root() -> list[str] | None:
    # `su` without a dash leaves out the sbin folders, without which dpkg refuses to work.
    path = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"
    unattended = ["env", f"PATH={path}", "DEBIAN_FRONTEND=noninteractive"]
    if os.geteuid() == 0:
        return unattended
    return ["sudo", *unattended] if shutil.which("sudo") else None
