"""Models, column types, and the one transaction of each request, durable on both databases."""

import logging
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from inspect import iscoroutinefunction
from typing import Any

from flask import Flask, Response, has_request_context, request
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import (
    URL,
    CheckConstraint,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    Text,
    TypeDecorator,
    event,
    inspect,
)
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import (
    ColumnProperty,
    Composite,
    DeclarativeBase,
    MappedColumn,
    Session,
    composite,
    mapped_column,
)

from portal import sqlite
from portal.config import Settings, WrongSetting
from portal.i18n import Language, Translated

READING = {"GET", "HEAD", "OPTIONS"}
BLANK = " \t\n\v\f\r\u00a0\u202f"
NO_TABLES = (
    "PORTAL_DATABASE_URL: this database does not have the tables of this version; "
    "run `.venv/bin/flask db upgrade`."
)
UNDEFINED = {"42P01", "42703"}  # PostgreSQL: no such table, no such column
log = logging.getLogger(__name__)
db = SQLAlchemy(require_default_engine=False)


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC; a naive datetime is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC on the way in."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the time zone back that SQLite does not keep."""
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal number kept as it was written, for SQLite has none: 9.90 stays 9.90."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Write it in full."""
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """Read it back exactly."""
        return None if value is None else Decimal(value)


def _values(enum: type[StrEnum]) -> list[str]:
    return [member.value for member in enum]


class Model(DeclarativeBase):
    """Base of all tables. ``route_key`` names the column by which addresses find a row."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        str: Text,
        datetime: UTCDateTime,
        Decimal: ExactDecimal,
        StrEnum: Enum(
            StrEnum, native_enum=False, create_constraint=True, length=32, values_callable=_values
        ),
    }
    route_key = "id"
    trailed = True
    untrailed_columns: frozenset[str] = frozenset()


@event.listens_for(Model, "attribute_instrument", propagate=True)
def _load_before_change(_cls: type[Model], _key: str, attribute: Any) -> None:
    """Have the old value at hand when a column is set, so that the trail can tell it."""
    if isinstance(attribute.property, ColumnProperty):
        event.listen(attribute, "set", _unchanged, active_history=True)


def _unchanged(_row: Model, _value: object, _old: object, _initiator: object) -> None:
    """Do nothing: the listener exists for its ``active_history``."""


def choice(enum: type[StrEnum], name: str, *, nullable: bool = False) -> MappedColumn[Any]:
    """A second column of the same list in one table; its CHECK carries the column's name."""
    column_type = Enum(
        enum,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=_values,
    )
    return mapped_column(name, column_type, nullable=nullable)


def translated(name: str) -> Composite[Translated]:
    """A text in both languages, kept in the columns ``name_nl`` and ``name_fr``."""
    return composite(
        Translated.from_columns,
        *(
            mapped_column(f"{name}_{language.value}", Text, nullable=False, default="")
            for language in Language
        ),
    )


def complete_when(condition: str, *names: str, name: str = "complete") -> CheckConstraint:
    """A CHECK that no text of ``names`` is blank in any language when ``condition`` holds."""
    return _filled_when(condition, name, names, Language)


def written_when(condition: str, language: Language, *names: str) -> CheckConstraint:
    """A CHECK that no text of ``names`` is blank in ``language`` when ``condition`` holds."""
    return _filled_when(condition, f"complete_{language.value}", names, (language,))


def _filled_when(
    condition: str, name: str, names: Iterable[str], languages: Iterable[Language]
) -> CheckConstraint:
    columns = [
        f"trim({each}_{language.value}, '{BLANK}') <> ''"
        for each in names
        for language in languages
    ]
    return CheckConstraint(f"NOT ({condition}) OR ({' AND '.join(columns)})", name=name)


def untranslated(row: Model) -> list[tuple[str, Language]]:
    """Every text of ``row`` that is empty in a language, as (field, language)."""
    return [
        (name, language)
        for name in type(row).__mapper__.composites.keys()  # noqa: SIM118 - it iterates values
        for language in getattr(row, name).missing
    ]


def init_app(app: Flask, settings: Settings) -> None:
    """Open the database of ``settings`` and bind one transaction to each request."""
    # What is bound to a statement may be a narrative: no message of the engine shows it.
    options: dict[str, Any] = {"url": settings.database_url, "hide_parameters": True}
    if settings.database_url.get_backend_name() == "sqlite":
        options |= sqlite.options()
    else:
        options |= {"pool_pre_ping": True}
    app.config["SQLALCHEMY_ENGINES"] = {"default": options}
    db.init_app(app)
    # We have no asynchronous sessions; closing them would start an event loop in each request.
    app.teardown_appcontext_funcs[:] = [
        each for each in app.teardown_appcontext_funcs if not iscoroutinefunction(each)
    ]
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", sqlite.prepare)
    event.listen(engine, "begin", _begin)
    app.after_request(_end_transaction)


def _begin(connection: Connection) -> None:
    """Take the write lock at once, except in a request that may only read."""
    reading = not connection.get_execution_options().get("writes", not _in_reading_request())
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA query_only={int(reading)}")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
    elif reading:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def _in_reading_request() -> bool:
    return has_request_context() and request.method in READING


def writing_engine() -> Engine:
    """The engine for a short write of its own, apart from the request's transaction."""
    return db.engine.execution_options(writes=True)


def reading_engine() -> Engine:
    """The engine for long reads outside a request, such as a rebuild: writers do not wait."""
    return db.engine.execution_options(writes=False)


def only_read(session: Session) -> None:
    """Let ``session`` begin anew and only read; outside a request, writers wait for it else."""
    session.rollback()
    session.connection(execution_options={"writes": False})


def forget_wal() -> None:
    """After the commit of a removal: leave nothing of what was removed in SQLite's log."""
    engine = db.engine
    if engine.dialect.name == "sqlite" and not sqlite.empty_wal(str(engine.url.database)):
        log.warning("database: the write-ahead log is in use and was not emptied")


def require_tables() -> None:
    """Raise WrongSetting for a database without tables, DatabaseError if there is none."""
    with reading_engine().connect() as connection:
        if not inspect(connection).has_table("trail"):
            raise WrongSetting(NO_TABLES)


def plainly(error: DatabaseError, url: URL) -> str | None:
    """What the operator can do about ``error``, in one sentence; None when it is ours to mend."""
    reason = str(error.orig).strip().partition("\n")[0]
    lacks = re.match("no such (table|column)", reason)
    if lacks or getattr(error.orig, "sqlstate", None) in UNDEFINED:
        return NO_TABLES
    if isinstance(error, OperationalError) or type(error) is DatabaseError:
        shown = url.set(drivername=url.get_backend_name(), query={}).render_as_string()
        return f"PORTAL_DATABASE_URL: {shown} cannot be used ({reason})."
    return None


def _end_transaction(response: Response) -> Response:
    """Success on an unsafe method commits; everything else rolls back, a failed commit too."""
    if request.method in READING or response.status_code >= 400:
        db.session.rollback()
        return response
    try:
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    return response
