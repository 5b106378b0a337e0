"""What the person who asks may see, told to the engine as shortly as the policy allows."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true

from portal.bulletins.models import Bulletin
from portal.db import db
from portal.incidents.models import Incident
from portal.outbox import OutboxItem
from portal.permissions import Permission, User, allowed
from portal.search.index.documents import INCIDENT, PUBLISHED, REX
from portal.search.index.standing import KIND
from portal.search.query import AllBut, Seen, number_of

FEW = 1_000  # so many exceptions are told as such; with more, what may be seen is listed


def seen_by(user: User) -> Seen:
    """What ``user`` may see, by the one policy, at this moment.

    Who may see nearly all of a kind is told the exceptions. What the index has yet to follow is
    always asked of the policy one by one: its row may be gone. Others may write meanwhile, so the
    newest is asked first and what waits last: what comes or goes in between is not seen.
    """
    keys: set[str] = set()
    all_but: list[AllBut] = []
    asked = [
        (kind, model, may_see, _newest(model), few(select(model.id).where(may_see.is_not(true()))))
        for kind, model, may_see in _policies(user)
    ]
    waiting = _waiting()
    for kind, model, may_see, newest, hidden in asked:
        listed = select(model.id).where(may_see)
        if waiting is not None and hidden is not None:
            unsure = {number_of(key) for key in waiting if key.startswith(f"{kind}:")}
            but = frozenset(f"{kind}:{id_}" for id_ in {*hidden, *unsure})
            all_but.append(AllBut(kind, but, newest))
            listed = listed.where(model.id.in_(unsure))
            if not unsure:
                continue
        keys |= {f"{kind}:{id_}" for id_ in db.session.scalars(listed)}
    return Seen(frozenset(keys), tuple(all_but))


def _policies(
    user: User,
) -> Iterator[tuple[str, type[Bulletin | Incident], ColumnElement[bool]]]:
    readable = allowed(user, Permission.REX_READ, Bulletin)
    yield REX, Bulletin, and_(PUBLISHED, readable)
    if user.is_authenticated:
        yield INCIDENT, Incident, allowed(user, Permission.INCIDENT_READ, Incident)


def _newest(model: type[Bulletin | Incident]) -> int:
    return db.session.scalar(select(func.max(model.id))) or 0


def _waiting() -> set[Any] | None:
    """The keys that the index has yet to follow."""
    return few(select(OutboxItem.ref).where(OutboxItem.kind == KIND).distinct())


def few(query: Select[Any]) -> set[Any] | None:
    """The values of a query if there are few."""
    found = set(db.session.scalars(query.limit(FEW + 1)))
    return found if len(found) <= FEW else None
