"""SQLite set to lose nothing: which versions are safe, and what each connection is told."""

from contextlib import closing
from typing import Any

import pysqlite3.dbapi2 as driver

BUSY_SECONDS = 30
CHECKPOINT_SECONDS = 5
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    # Without it REPLACE removes rows behind the back of the guards.
    "recursive_triggers=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",
)


class UnsafeDatabase(Exception):
    """The database library or server would lose data; the message says what to do."""


def require_safe_sqlite(version: tuple[int, ...]) -> None:
    """Refuse a SQLite that can corrupt a write-ahead log (https://sqlite.org/wal.html#walresetbug).

    Fixed in 3.51.3, and in 3.50.7 and 3.44.6 for those lines.
    """
    backported = (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    if version < (3, 51, 3) and not backported:
        shown = ".".join(map(str, version))
        raise UnsafeDatabase(
            f"SQLite {shown} can corrupt its write-ahead log; install 3.51.3 or later "
            "(`make setup` brings one with the package pysqlite3)."
        )


def options() -> dict[str, Any]:
    """The driver for SQLAlchemy, if it is safe."""
    require_safe_sqlite(driver.sqlite_version_info)
    return {"module": driver, "connect_args": {"timeout": BUSY_SECONDS}}


def prepare(connection: Any, _record: object) -> None:
    """Set a new connection; transactions are begun by us."""
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def empty_wal(path: str) -> bool:
    """Bring the log into the database and leave it empty; False when others kept it in use."""
    with closing(driver.connect(path, timeout=CHECKPOINT_SECONDS)) as connection:
        busy, *_pages = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
