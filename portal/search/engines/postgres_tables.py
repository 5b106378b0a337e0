"""Everything that is said to PostgreSQL: the tables of an index, reading them and writing them.

Each generation of the index has a schema of its own, made and filled in the transaction that
makes it the current one: who dies before the commit leaves nothing behind.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from portal.search.engine import IndexBusy, IndexUnavailable

ROOT = """
CREATE SCHEMA IF NOT EXISTS {root};
CREATE TABLE IF NOT EXISTS {root}.current (
  generation text NOT NULL,
  schema text NOT NULL,
  position bigint NOT NULL,
  epoch text NOT NULL,
  version bigint NOT NULL
);
"""
TABLES = """
CREATE SCHEMA {generation};
SET LOCAL search_path TO {generation};
CREATE TABLE document (
  number integer NOT NULL,
  key text NOT NULL,
  kind text,
  ordering bigint[] NOT NULL,
  facets jsonb NOT NULL,
  digest text NOT NULL,
  version bigint NOT NULL,
  terms integer[] NOT NULL,
  text_nl tsvector,
  text_fr tsvector
);
CREATE TABLE term (id integer NOT NULL, term bytea NOT NULL);
CREATE TABLE form (
  id integer NOT NULL,
  term integer NOT NULL,
  form text NOT NULL,
  length integer NOT NULL,
  letters bigint NOT NULL
);
CREATE TABLE posting (
  term integer NOT NULL,
  document integer NOT NULL,
  impact real NOT NULL,
  form integer
);
"""
INDEXES = """
CREATE UNIQUE INDEX ON document (number);
CREATE UNIQUE INDEX ON document (key);
CREATE INDEX ON document (version);
CREATE INDEX ON document USING gin (text_nl);
CREATE INDEX ON document USING gin (text_fr);
CREATE UNIQUE INDEX ON term (term) INCLUDE (id);
CREATE UNIQUE INDEX ON term (id);
CREATE UNIQUE INDEX ON form (term, form);
CREATE UNIQUE INDEX ON form (id);
CREATE UNIQUE INDEX ON posting (term, document) INCLUDE (impact);
ANALYZE document, term, form, posting;
"""
NAMES = ("document", "term", "form", "posting")
_SEVERAL = {"no_parameters": True}
CLEARING = 100  # milliseconds that an old generation is waited for


@dataclass(frozen=True)
class Current:
    """The generation that searches read, and what is known of it; each change is a version."""

    generation: str
    schema: str
    position: int
    epoch: str
    version: int


class Link:
    """A transaction; the database meets with IndexBusy or IndexUnavailable, whatever it says."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, statement: str, **values: Any) -> Sequence[Any]:
        """The rows of a question."""
        with _asked():
            return self._connection.execute(text(statement), values).all()

    def run(self, statement: str, **values: Any) -> None:
        """Do something."""
        with _asked():
            self._connection.execute(text(statement), values)

    def script(self, statements: str) -> None:
        """Do several things that need no values."""
        with _asked():
            self._connection.exec_driver_sql(statements, execution_options=_SEVERAL)

    def copy(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Add ``rows`` of all columns of ``table``."""
        driver: Any = self._connection.connection.driver_connection
        with (
            _asked(),
            driver.cursor() as cursor,
            cursor.copy(f"COPY {table} FROM STDIN") as stream,
        ):
            for row in rows:
                stream.write_row(row)


class Tables:
    """The index in the schema ``root`` of a database, written at ``url`` and read at ``replica``.

    ``patience`` is how long a writer waits for another one, in seconds.
    """

    def __init__(self, url: URL, replica: URL, root: str, patience: float) -> None:
        self._root = root
        self._patience = max(1, round(patience * 1000))
        shown: dict[str, Any] = {"hide_parameters": True, "pool_pre_ping": True}
        self._writers = create_engine(url, **shown)
        self._readers = create_engine(
            replica,
            isolation_level="REPEATABLE READ",
            execution_options={"postgresql_readonly": True},
            **shown,
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._writers.dispose()
        self._readers.dispose()

    @contextmanager
    def writing(self) -> Iterator[Link]:
        """A transaction that no other writer disturbs; raise IndexBusy if one takes too long."""
        with _begun(self._writers) as link:
            link.script(f"SET LOCAL lock_timeout = {self._patience}")
            link.run("SELECT pg_advisory_xact_lock(hashtext(:root))", root=self._root)
            link.script("SET LOCAL lock_timeout = 0")
            yield link

    @contextmanager
    def reading(self, *, written: bool = False) -> Iterator[tuple[Link, Current]]:
        """A transaction in the current generation, which stays till its end, seen at one moment.

        ``written`` is for what is true where it is written; a replica may be a little behind.
        """
        with _begun(self._writers if written else self._readers) as link:
            yield link, self.enter(link)

    def enter(self, link: Link) -> Current:
        """Turn ``link`` to the current generation; raise IndexUnavailable if there is none."""
        found = link.rows(
            "SELECT generation, schema, position, epoch, version"  # noqa: S608 - a fixed name
            f" FROM {self._root}.current"
        )
        if not found:
            raise IndexUnavailable("there is no index")
        current = Current(*found[0])
        link.script(f"SET LOCAL search_path TO {current.generation}")
        link.script(f"LOCK TABLE {', '.join(NAMES)} IN ACCESS SHARE MODE")
        return current

    def begin(self, link: Link) -> str:
        """Make the tables of a new generation; return its name."""
        generation = f"{self._root}_{secrets.token_hex(8)}"
        link.script(ROOT.format(root=self._root))
        link.script(TABLES.format(generation=generation))
        return generation

    def swap(self, link: Link, current: Current) -> None:
        """Finish the new tables and let searches read them once ``link`` is committed."""
        link.script(INDEXES)
        link.run(f"DELETE FROM {self._root}.current")  # noqa: S608 - a fixed name
        link.copy(f"{self._root}.current", [tuple(vars(current).values())])

    def move(self, link: Link, position: int, version: int) -> None:
        """Stamp the current generation after a change."""
        link.run(
            f"UPDATE {self._root}.current SET position = :position, version = :version",  # noqa: S608
            position=position,
            version=version,
        )

    def clear(self) -> None:
        """Remove the generations before, except those that somebody reads."""
        with _begun(self._writers) as link:
            old = link.rows(
                "SELECT nspname FROM pg_namespace WHERE nspname ~ :name"  # noqa: S608
                f" AND nspname NOT IN (SELECT generation FROM {self._root}.current)",
                name=f"^{self._root}_[0-9a-f]{{16}}$",
            )
        for (name,) in old:
            with suppress(IndexBusy, IndexUnavailable), _begun(self._writers) as link:
                link.script(f"SET LOCAL lock_timeout = {CLEARING}")
                link.script(f"DROP SCHEMA {name} CASCADE")


@contextmanager
def _begun(engine: Engine) -> Iterator[Link]:
    """A transaction that is committed at the end; the caller's own errors pass as they are."""
    with _asked():
        connection = engine.connect()
    try:
        yield Link(connection)
        with _asked():
            connection.commit()
    finally:
        with _asked():
            connection.close()


@contextmanager
def _asked() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:  # the second while copying, past SQLAlchemy
        if isinstance(getattr(error, "orig", error), LockNotAvailable):
            raise IndexBusy("another process is writing the index") from error
        raise IndexUnavailable("the database of the index cannot answer") from error
