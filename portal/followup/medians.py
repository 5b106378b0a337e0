"""How long it takes from an event to its notification, and from there to the REX: medians only."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.actions.medians import HalfYear, half_year, middle
from portal.bulletins.models import Bulletin, BulletinIncident
from portal.bulletins.shelf import IN_FORCE
from portal.i18n import BRUSSELS
from portal.incidents.models import Incident


@dataclass
class Span:
    """What was measured of the dossiers published in a half year, in days."""

    notifying: list[int] = field(default_factory=list)
    publishing: list[int] = field(default_factory=list)


def from_event_to_rex(session: Session) -> list[tuple[HalfYear, list[tuple[str, int]]]]:
    """By half year of publication, the newest first: each median in words, and of how many."""
    happened = func.coalesce(Incident.occurred_on, Incident.found_on)
    query = (
        select(happened, Incident.notified_at, Incident.submitted_at, Bulletin.published_at)
        .select_from(BulletinIncident)
        .join(Incident)
        .join(Bulletin, Bulletin.id == BulletinIncident.bulletin_id)
        .where(IN_FORCE)
    )
    found: dict[HalfYear, Span] = defaultdict(Span)
    for day, notified, submitted, published in session.execute(query):
        known = min(filter(None, (notified, submitted)), default=None)
        if known is None or published is None:
            continue
        span = found[half_year(published)]
        span.publishing.append(_days(_day(known), _day(published)))
        if day:
            span.notifying.append(_days(day, _day(known)))
    return [
        (when, [_told(span.notifying), _told(span.publishing)])
        for when, span in sorted(found.items(), reverse=True)
    ]


def _day(moment: datetime) -> date:
    return moment.astimezone(BRUSSELS).date()


def _days(first: date, last: date) -> int:
    return max((last - first).days, 0)


def _told(days: list[int]) -> tuple[str, int]:
    """The median in words; nothing is told of too few."""
    median = middle(days)
    if median is None:
        return _("too few"), len(days)
    return ngettext("%(num)d day", "%(num)d days", median), len(days)
