"""Tables written anew where SQLite cannot change them in place; for migrations.

SQLite cannot change a CHECK or add a foreign key, so there a table is copied, with the foreign
keys off meanwhile and checked at the end. When the migration fails, nothing of it is left:
PostgreSQL takes back the whole upgrade, SQLite all but the migrations before this one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import event

Checks = dict[str, dict[str, str]]


def among(column: str, *values: str) -> str:
    """The condition that a column holds one of ``values``."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def on_sqlite() -> bool:
    """Whether this migration runs on SQLite."""
    return op.get_bind().dialect.name == "sqlite"


@contextmanager
def foreign_keys_off() -> Iterator[None]:
    """Nothing is checked in here, and everything at the end: what points at nothing undoes all.

    SQLite ignores the switch within a transaction, so the one of the migrations before ends here,
    and another begins. The keys are on again as soon as that one has ended, well or not, which is
    after the number of this migration was noted in it.
    """
    if not on_sqlite():
        yield
        return
    connection = op.get_bind()
    raw: Any = connection.connection.dbapi_connection
    for end, ending in (("commit", raw.commit), ("rollback", raw.rollback)):
        event.listen(connection, end, partial(_foreign_keys_on, raw, ending), once=True)
    raw.commit()
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("BEGIN IMMEDIATE")
    yield
    broken = raw.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"rows that point at nothing: {broken[:5]}")


def _foreign_keys_on(raw: Any, ending: Callable[[], None], _connection: sa.Connection) -> None:
    try:
        ending()
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


@contextmanager
def rewritten(table: str, old: Checks, new: Checks, **options: bool) -> Iterator[Any]:
    """The table in a batch, with the checks of ``new`` in place of those of ``old``.

    On SQLite its triggers are gone afterwards.
    """
    recreate: Any = "always" if on_sqlite() else "never"
    with op.batch_alter_table(table, recreate=recreate, table_kwargs=options) as batch:
        for name in old.get(table, {}):
            batch.drop_constraint(op.f(f"ck_{table}_{name}"), type_="check")
        yield batch
        for name, sql in new.get(table, {}).items():
            batch.create_check_constraint(op.f(f"ck_{table}_{name}"), sql)


@contextmanager
def triggers_kept() -> Iterator[None]:
    """The triggers of SQLite stand again afterwards, also those of a table written anew."""
    if not on_sqlite():
        yield
        return
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    triggers = op.get_bind().execute(sa.text(query)).all()
    for name, _sql in triggers:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _name, statement in triggers:
        op.get_bind().exec_driver_sql(statement)
