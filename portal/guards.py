"""Triggers by which the database itself refuses something, on SQLite and on PostgreSQL."""

from collections.abc import Iterable
from dataclasses import dataclass

from alembic import op


@dataclass(frozen=True)
class Guard:
    """Refuse ``event`` on ``table`` with ``answer`` where ``condition`` holds; empty: always."""

    name: str
    table: str
    event: str
    condition: str
    answer: str


def create(guards: Iterable[Guard]) -> None:
    """Create one trigger for each guard; for migrations."""
    make = _postgresql if _on_postgresql() else _sqlite
    for guard in guards:
        make(guard)


def drop(guards: Iterable[Guard]) -> None:
    """Drop the triggers, and on PostgreSQL their functions."""
    for guard in guards:
        if _on_postgresql():
            op.execute(f"DROP TRIGGER {guard.name} ON {guard.table}")
            op.execute(f"DROP FUNCTION {guard.name}()")
        else:
            op.execute(f"DROP TRIGGER {guard.name}")


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _sqlite(guard: Guard) -> None:
    when = f"WHEN {guard.condition}" if guard.condition else ""
    op.execute(
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} {when} "
        f"BEGIN SELECT RAISE(ABORT, '{guard.answer}'); END"
    )


def _postgresql(guard: Guard) -> None:
    row = "OLD" if guard.event == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {guard.condition or 'TRUE'} THEN "
        f"RAISE EXCEPTION '{guard.answer}' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END IF; RETURN {row}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()"
    )
