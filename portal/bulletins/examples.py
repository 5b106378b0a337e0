"""Corrective actions that published REX tell of similar events."""

from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, case, false, or_, select

from portal.actions.mirror import Example
from portal.bulletins.models import Bulletin
from portal.bulletins.shelf import IN_FORCE
from portal.db import db
from portal.i18n import current_language
from portal.incidents.models import Incident
from portal.incidents.taxonomy import ProcessStep
from portal.language.segments import Kind

MOST = 3
LOOKED_THROUGH = 12


def examples_for(incident: Incident) -> list[Example]:
    """At most three, each of another REX: first those of the same step, then the newest."""
    same_step: ColumnElement[bool] = false()
    if incident.step_arose is not ProcessStep.UNKNOWN:
        same_step = Bulletin.step == incident.step_arose
    families = {cause.code.family.value for cause in incident.causes if cause.code}
    same_family = [Bulletin.cause_families.contains(family) for family in sorted(families)]
    similar = (
        select(Bulletin)
        .where(IN_FORCE, or_(same_step, *same_family))
        .order_by(case((same_step, 0), else_=1), Bulletin.year.desc(), Bulletin.number.desc())
        .limit(LOOKED_THROUGH)
    )
    return list(_first_actions(db.session.scalars(similar)))[:MOST]


def _first_actions(bulletins: Iterable[Bulletin]) -> Iterator[Example]:
    for bulletin in bulletins:
        actions = (each for each in bulletin.shown.actions if each.kind is Kind.BULLET)
        first = next(actions, None)
        if first and bulletin.year and bulletin.number:
            text = first.text.best(current_language())[1]
            yield Example(text, bulletin.year, bulletin.number)
