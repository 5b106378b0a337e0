"""A SQLite library that can corrupt its log is refused at start."""

import pysqlite3.dbapi2 as sqlite
import pytest

from portal.sqlite import UnsafeDatabase, require_safe_sqlite


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 6), (3, 51, 2)])
def test_versions_with_the_fault_are_refused(version: tuple[int, ...]) -> None:
    with pytest.raises(UnsafeDatabase, match=r"3\.51\.3"):
        require_safe_sqlite(version)


@pytest.mark.parametrize("version", [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 0), (4, 0, 0)])
def test_versions_without_it_are_taken(version: tuple[int, ...]) -> None:
    require_safe_sqlite(version)


def test_ours_is_safe() -> None:
    require_safe_sqlite(sqlite.sqlite_version_info)
