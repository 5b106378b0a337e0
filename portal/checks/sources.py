"""What the checks know of the world: the edited lists, or those that come with the portal."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from sqlalchemy import inspect, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal import glossary
from portal.accounts.models import Department
from portal.checks.models import Hospital
from portal.checks.systems import counted
from portal.db import db, reading_engine
from portal.language.glossary import Glossary, shipped
from portal.language.privacy import Known, shipped_names


def hospital_names(session: Session) -> tuple[str, ...]:
    """Every name of every hospital on the list."""
    rows = session.scalars(select(Hospital).order_by(Hospital.id)).all()
    return tuple(dict.fromkeys(name for row in rows for name in row.names))


def known(
    session: Session, *, things: Iterable[str] = (), incident_dates: Iterable[date] = ()
) -> Known:
    """What the privacy check is told of a text that outsiders will read.

    A department is named as little as a hospital is.
    """
    departments = session.scalars(select(Department).order_by(Department.id)).all()
    own = [name for each in departments for name in (each.name.nl, each.name.fr) if " " in name]
    systems = counted((each.system_list for each in departments), glossary.current(session))
    return Known(
        hospitals=(*hospital_names(session), *dict.fromkeys(own)),
        things=(*things, *systems),
        systems=systems,
        incident_dates=tuple(incident_dates),
    )


def names_or_shipped() -> tuple[str, ...]:
    """The same, and the shipped names where no database of this version is."""
    return hospital_names(db.session) if _has_tables() else shipped_names()


def glossary_or_shipped() -> Glossary:
    """The glossary as people keep it, and the shipped one where no database of this version is."""
    return glossary.current(db.session) if _has_tables() else shipped()


def _has_tables() -> bool:
    url = db.engine.url
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return False
    try:
        with reading_engine().connect() as connection:
            return inspect(connection).has_table(Hospital.__tablename__)
    except DatabaseError:
        return False
