"""The records in a file: their texts, as the portal has them in its database, and their stems."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.search.records import Record, records
from portal.i18n import Translated
from portal.search.engine import Document

TABLE = """CREATE TABLE record (
    id INTEGER PRIMARY KEY, nl TEXT, fr TEXT, stems_nl TEXT, stems_fr TEXT,
    year TEXT, step TEXT, family TEXT
)"""


class Store:
    """The first ``count`` records, made once and kept in ``folder``."""

    def __init__(self, folder: Path, count: int) -> None:
        self.count = count
        self.path = folder / f"records-{count}.db"
        if not self.path.exists():
            part = self.path.with_suffix(".part")
            part.unlink(missing_ok=True)
            with sqlite3.connect(part) as database:
                database.execute(TABLE)
                marks = ", ".join("?" * 8)
                database.executemany(
                    f"INSERT INTO record VALUES ({marks})", map(_row, records(count))
                )
            database.close()
            part.rename(self.path)
        self._database = sqlite3.connect(self.path)

    def text(self, number: int) -> Translated:
        """The text of a record."""
        return self.texts([number])[number]

    def texts(self, numbers: Iterable[int]) -> dict[int, Translated]:
        """The texts of some records, in one query as the portal has them."""
        every = [*numbers]
        marks = ", ".join("?" * len(every))
        query = f"SELECT id, nl, fr FROM record WHERE id IN ({marks})"
        return {
            number: Translated(nl, fr) for number, nl, fr in self._database.execute(query, every)
        }

    def __iter__(self) -> Iterator[Record]:
        """All records in order."""
        for row in self._database.execute("SELECT * FROM record ORDER BY id"):
            number, nl, fr, stems_nl, stems_fr, year, step, family = row
            facets = {"year": (year,), "step": (step,), "family": tuple(family.split())}
            document = Document(
                key=f"incident:{number}",
                kind="incident",
                course=Translated(nl, fr),
                facets=facets,
                order=(int(year), number),
            )
            yield Record(document, Translated(stems_nl, stems_fr))


def _row(one: Record) -> tuple[object, ...]:
    document, stems = one.document, one.stems
    facets = [" ".join(document.facets[name]) for name in ("year", "step", "family")]
    return document.order[1], document.course.nl, document.course.fr, stems.nl, stems.fr, *facets
