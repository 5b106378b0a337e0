"""Search engines for tests: each on a place of its own, opened as often as is wanted."""

import json
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from portal.i18n import Translated
from portal.search.engine import Document, Engine, IndexUnavailable, Results
from portal.search.engines.postgres_engine import PostgresEngine
from portal.search.engines.whoosh_engine import WhooshEngine
from portal.search.query import Allowed, Query

HEAD = 16  # bytes before the header of a file of columns, the last 8 of which are its length
KINDS = ("whoosh", "postgresql")
Open = Callable[..., Engine]


def opened(kind: str, *where: str, patience: float = 30.0) -> WhooshEngine | PostgresEngine:
    """An engine on a folder, or on a database and the name of its schema."""
    if kind == "whoosh":
        return WhooshEngine(Path(*where), patience=patience)
    url, root = where
    return PostgresEngine(make_url(url), root=root, patience=patience)


def rex(number: int, nl: str = "", fr: str = "", *, year: int = 2020, **changes: Any) -> Document:
    """A bulletin whose running text is ``nl`` and ``fr``."""
    document = Document(
        key=f"rex:{year}/{number}",
        kind="rex",
        course=Translated(nl=nl, fr=fr),
        facets={"year": (str(year),)},
        order=(year, number),
    )
    return replace(document, **changes)


def ask(engine: Engine, text: str, allowed: Allowed = None, **asked: Any) -> Results:
    """What the engine answers."""
    return engine.search(Query(text=text, allowed=allowed, **asked))


def keys(results: Results) -> list[str]:
    """The keys of the hits in their order."""
    return [hit.key for hit in results.hits]


def scramble(path: Path, seed: int, *, header: int = 0) -> None:
    """Write random bytes over half of a file in place, which keeps its size."""
    chance = random.Random(seed)  # noqa: S311 - the same ones each time
    content = bytearray(path.read_bytes())
    for at in chance.sample(range(header, len(content)), (len(content) - header) // 2):
        content[at] = chance.randrange(256)
    overwrite(path, bytes(content))


def point_nowhere(path: Path) -> None:
    """Let all postings of a file of columns be of documents that do not exist."""
    content = path.read_bytes()
    first = HEAD + int.from_bytes(content[HEAD - 8 : HEAD], "little")
    _, (count,), at = json.loads(content[HEAD:first])["arrays"]["documents"]
    overwrite(path, b"\x7f" * (4 * count), at=first + at)


def overwrite(path: Path, content: bytes, at: int = 0) -> None:
    """Write in a file as it is, under the eyes of those who have mapped it."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


def check_next_version(newer: Engine) -> None:
    """An engine of the next version answers from an index with "bolus", and has it made again."""
    assert not newer.healthy()
    assert keys(ask(newer, "bolus")) == ["rex:2020/1"]
    with pytest.raises(IndexUnavailable):
        newer.apply([rex(2, "bolus")], [], 2)
    newer.rebuild([rex(2, "bolus")], 2)
    assert newer.healthy()


def main(last: str, *place: str) -> None:
    """Add what lacks up to document ``last``, one by one, and tell it each time.

    Whoever is second finds some there; each fifth time the index is made anew.
    """
    engine = opened(*place)
    while (number := engine.state().position + 1) <= int(last):
        try:
            if number % 5:
                engine.apply(_next(engine, number), [], number)
            else:
                engine.rebuild(_all(engine, number), number)
        except LookupError:
            continue
        print(number, flush=True)  # noqa: T201 - for who waits to kill it


def _next(engine: Engine, number: int) -> Iterator[Document]:
    """Read under the writer's lock: another process may have been quicker."""
    if engine.state().position != number - 1:
        raise LookupError
    yield rex(number, "bolus")


def _all(engine: Engine, number: int) -> Iterator[Document]:
    yield from _next(engine, number)
    for each in range(1, number):
        yield rex(each, "bolus")


if __name__ == "__main__":
    main(*sys.argv[1:])
