"""What the person who asks may see, told to the engine as shortly as the policy allows."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, and_, func, select, true

from portal.bulletins.models import Bulletin
from portal.db import db
from portal.incidents.models import Incident
from portal.outbox import OutboxItem
from portal.permissions import Permission, User, allowed
from portal.search.documents import INCIDENT, PUBLISHED, REX, rows_of
from portal.search.engine import AllBut, Seen
from portal.search.standing import KIND

FEW = 1_000  # so many exceptions are told as such; with more, what may be seen is listed


def seen_by(user: User) -> Seen:
    """What ``user`` may see, by the one policy, at this moment.

    Who may see nearly all of a kind is told the exceptions. A document whose row is gone is one
    of them, for as long as the index has not followed.
    """
    keys: set[str] = set()
    all_but: list[AllBut] = []
    gone = _gone()
    for kind, model, may_see in _policies(user):
        hidden = db.session.scalars(select(model.id).where(may_see.is_not(true())).limit(FEW + 1))
        but = {f"{kind}:{id_}" for id_ in hidden}
        if len(but) <= FEW:
            newest = db.session.scalar(select(func.max(model.id))) or 0
            all_but.append(AllBut(kind, frozenset(but | gone), newest))
        else:
            keys |= {f"{kind}:{id_}" for id_ in db.session.scalars(select(model.id).where(may_see))}
    return Seen(frozenset(keys), tuple(all_but))


def _policies(
    user: User,
) -> Iterator[tuple[str, type[Bulletin | Incident], ColumnElement[bool]]]:
    readable = allowed(user, Permission.REX_READ, Bulletin)
    yield REX, Bulletin, and_(PUBLISHED, readable)
    if user.is_authenticated:
        yield INCIDENT, Incident, allowed(user, Permission.INCIDENT_READ, Incident)


def _gone() -> set[str]:
    """What waits to be taken out of the index."""
    waiting = select(OutboxItem.ref).where(OutboxItem.kind == KIND).distinct()
    refs = set(db.session.scalars(waiting))
    return refs - set(rows_of(db.session, refs)) if refs else refs
