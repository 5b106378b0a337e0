"""The full-text search of SQLite."""

import shutil
import sqlite3
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks.search.questions import Question
from benchmarks.search.records import Record
from benchmarks.search.store import Store

NAME = "SQLite FTS5"
TABLE = """CREATE VIRTUAL TABLE words USING fts5(
    stems_nl, stems_fr, content='record', content_rowid='id', tokenize="unicode61 tokenchars ','"
)"""
MATCH = "FROM words JOIN record ON record.id = words.rowid WHERE words MATCH ?"


class Fts5:
    """The words beside the records in one file."""

    def __init__(self, folder: Path, store: Store) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / "words.db"
        self._store = store
        self._database = sqlite3.connect(self._path, isolation_level=None)

    def build(self, _records: Iterable[Record]) -> None:
        """Make the index beside a copy of the records."""
        self._database.close()
        shutil.copyfile(self._store.path, self._path)
        self._database = sqlite3.connect(self._path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute(TABLE)
        self._database.execute("INSERT INTO words(words) VALUES ('rebuild')")

    def ask(self, question: Question, *, passages: bool) -> int:
        """Answer with twenty hits, perhaps a snippet of each, all facets and the exact total."""
        match = (" OR " if question.any_is_enough else " AND ").join(
            "("
            + " OR ".join(f'stems_{one.value}: "{" ".join(stems)}"' for one, stems in group)
            + ")"
            for group in question.groups
        )
        years = sorted(question.filters.get("year", ()))
        chosen = f" AND year IN ({', '.join('?' * len(years))})" if years else ""
        snippet = ", snippet(words, -1, '', '', '', 20)"
        wanted = f"words.rowid{snippet if passages else ''}"
        self._database.execute(
            f"SELECT {wanted} {MATCH}{chosen} ORDER BY bm25(words) LIMIT 20",
            (match, *years),
        ).fetchall()
        for name in ("step", "family", "year"):
            others = chosen if name != "year" else ""
            values = (match, *years) if others else (match,)
            grouped = f"SELECT {name}, count(*) {MATCH}{others} GROUP BY {name}"
            self._database.execute(grouped, values).fetchall()
        counted = f"SELECT count(*) {MATCH}{chosen}"
        return int(self._database.execute(counted, (match, *years)).fetchone()[0])

    def update(self, record: Record) -> float:
        """Seconds from giving one document until a question finds it."""
        number, stems = record.document.order[1], record.stems
        start = time.perf_counter()
        self._database.execute("BEGIN IMMEDIATE")
        old = self._database.execute(
            "SELECT stems_nl, stems_fr FROM record WHERE id = ?", (number,)
        ).fetchone()
        delete = "INSERT INTO words(words, rowid, stems_nl, stems_fr) VALUES ('delete', ?, ?, ?)"
        self._database.execute(delete, (number, *old))
        insert = "INSERT INTO words(rowid, stems_nl, stems_fr) VALUES (?, ?, ?)"
        self._database.execute(insert, (number, stems.nl, stems.fr))
        self._database.execute("COMMIT")
        return time.perf_counter() - start
