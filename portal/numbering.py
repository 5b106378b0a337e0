"""Numbers without gaps: one row per series and year, taken inside the transaction that uses it."""

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Model


class Series(Model):
    """The last number given in a series in a year."""

    __tablename__ = "series"
    trailed = False

    name: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


def next_number(session: Session, name: str, year: int) -> int:
    """The next number of the series; others wait until this transaction ends, so no gap opens."""
    raise_to(session, name, year, 0)
    taken = update(Series).where(Series.name == name, Series.year == year)
    return session.execute(taken.values(last=Series.last + 1).returning(Series.last)).scalar_one()


def peek(session: Session, name: str, year: int) -> int:
    """The number that :func:`next_number` would give now."""
    row = session.get(Series, (name, year))
    return 1 + (row.last if row else 0)


def raise_to(session: Session, name: str, year: int, number: int) -> None:
    """Never give ``number`` or a lower one again: for numbers that came from elsewhere."""
    insert = (postgresql if session.connection().dialect.name == "postgresql" else sqlite).insert
    statement = insert(Series).values(name=name, year=year, last=number)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["name", "year"],
            set_={"last": statement.excluded.last},
            where=Series.last < statement.excluded.last,
        )
    )
