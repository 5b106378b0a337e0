"""The REX that an address names, for who may do something with it; what its readers see."""

from collections.abc import Iterable

from flask import abort, request
from sqlalchemy import select

from portal.bulletins.models import Bulletin
from portal.bulletins.record import Record
from portal.bulletins.shelf import standing
from portal.db import READING, db
from portal.permissions import Permission, allowed
from portal.web import PREFIX, current_user

REX = f"{PREFIX}/rex/<int(max=9999):year>/<int(max=999999):number>"


def rex_of(year: int, number: int, permission: Permission) -> Bulletin:
    """The REX, held by who changes something of it; 404 without the permission."""
    query = select(Bulletin).where(
        Bulletin.year == year,
        Bulletin.number == number,
        allowed(current_user(), permission, Bulletin),
    )
    if request.method not in READING:
        query = query.with_for_update(of=Bulletin).execution_options(populate_existing=True)
    return db.session.scalar(query) or abort(404)


def records_of(bulletins: Iterable[Bulletin]) -> dict[int, Record]:
    """What the newest edition of each says, by id; the row may be a draft of the next."""
    ids = [bulletin.id for bulletin in bulletins]
    found = standing(db.session, current_user(), Bulletin.id.in_(ids))
    return {each.id: each.record for each in found}
