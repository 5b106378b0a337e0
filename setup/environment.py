"""The virtual environment: made once, filled from the lock files, left alone while they stay."""

import hashlib
import sys
import sysconfig
from pathlib import Path

from setup.step import step

ENVIRONMENT = Path(".venv")
MADE_FOR = ENVIRONMENT / ".made-for"
# Each lock file holds the ones after it, with the same pins.
LOCK_FILES = {"dev": ("dev", "run"), "run": ("run",)}


def usable() -> bool:
    """Whether the environment stands, in this place and for this Python."""
    return (ENVIRONMENT / "bin/python").exists() and _read(MADE_FOR) == _identity()


def provide(requirements: str) -> None:
    """Bring the environment to the lock file requirements/<requirements>.txt, hash by hash."""
    if not usable():
        step("Making the virtual environment", sys.executable, "-m", "venv", "--clear", ".venv")
        MADE_FOR.write_text(_identity())
    if _read(_stamp(requirements)) != _checksum(requirements):
        _install(requirements)


def _install(requirements: str) -> None:
    step(
        f"Installing Python packages: requirements/{requirements}.txt",
        *(f"{ENVIRONMENT}/bin/python", "-m", "pip", "install", "--no-input"),
        # A pysqlite3 built here would take the system's SQLite in place of the one it brings;
        # flask-principal is the one package that comes as source alone.
        *("--only-binary=:all:", "--no-binary=flask-principal"),
        *("--require-hashes", "--disable-pip-version-check"),
        *("--requirement", f"requirements/{requirements}.txt"),
    )
    for installed in LOCK_FILES[requirements]:
        _stamp(installed).write_text(_checksum(installed))


def _identity() -> str:
    here = ENVIRONMENT.absolute()
    return f"{sys.implementation.cache_tag} {sysconfig.get_platform()} {here}"


def _stamp(requirements: str) -> Path:
    return ENVIRONMENT / f".installed-{requirements}"


def _checksum(requirements: str) -> str:
    return hashlib.sha256(Path(f"requirements/{requirements}.txt").read_bytes()).hexdigest()


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""
