"""Who hears of a REX that is published, revised or withdrawn: at once, on Monday, or never."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Text, and_, cast, or_, select
from sqlalchemy.orm import Session

from portal import outbox
from portal.accounts import notices
from portal.accounts.models import News, Person
from portal.bulletins import dating
from portal.bulletins.edition import Edition
from portal.bulletins.models import Bulletin
from portal.i18n import BRUSSELS
from portal.permissions import Permission, can
from portal.schedule import Occasion, first_time

PUBLISHED, CHANGED, DIGEST = "rex_published", "rex_changed", "rex_digest"
TOLD = "rex_told"
EDITION = "edition"  # of the outbox: an edition that people are to hear of
AT = time(7, 30)
WEEK = timedelta(days=7)
WEEKS_BACK = 4


@dataclass(frozen=True)
class Happening:
    """What became of a REX: ``what`` is v1, v2, … or "withdrawn"."""

    bulletin: Bulletin
    what: str
    in_digest: bool = False

    @property
    def about(self) -> str:
        """Its name in the outbox: 12:v2."""
        return f"{self.bulletin.id}:{self.what}"


def counted(session: Session, *, in_digest: bool) -> Counter[bool]:
    """How many people would hear of a new REX at once (True), and on Monday (False)."""
    return Counter(at_once(each, in_digest=in_digest) for each in _subscribers(session))


def at_once(person: Person, *, in_digest: bool) -> bool:
    """Whether a person hears of it now: one's own wish stands above the publisher's choice."""
    return person.news is News.NOW if person.news else not in_digest


def tell_of_edition(session: Session, edition: Edition) -> None:
    """Mail who hears at once of a new REX, or of a new version; leave word of it for others."""
    kind = PUBLISHED if edition.version == 1 else CHANGED
    _tell(session, kind, _happening(edition))
    outbox.add(session, (EDITION, str(edition.id)))


def tell_of_withdrawal(session: Session, bulletin: Bulletin) -> None:
    """Mail who hears at once that a REX is withdrawn; that is never left for Monday by us."""
    _tell(session, CHANGED, Happening(bulletin, "withdrawn"))


def _tell(session: Session, kind: str, happening: Happening) -> None:
    told = [
        person
        for person in _subscribers(session)
        if at_once(person, in_digest=happening.in_digest)
        and can(person, Permission.REX_READ, happening.bulletin)
        and first_time(session, TOLD, f"{person.id}:{happening.about}")
    ]
    notices.send(session, kind, happening.about, told)


def send_digests(session: Session, day: date) -> None:
    """Mail who hears once a week: on Monday, or as soon after it as the portal runs."""
    for back in range(WEEKS_BACK):
        monday = day - timedelta(days=day.weekday()) - back * WEEK
        if first_time(session, DIGEST, monday):
            happenings = list(_in_week_before(session, monday))
            due = [each for each in _subscribers(session) if _left(session, each, happenings)]
            notices.send(session, DIGEST, monday, due)


def digest_of(session: Session, person: Person, monday: date) -> list[Happening]:
    """What a person has still to hear of the week before ``monday``, the newest REX first."""
    return _left(session, person, list(_in_week_before(session, monday)))


def hears_of(session: Session, person: Person, edition: Edition) -> News:
    """When a person has heard of an edition, or will: at once, on Monday, or never."""
    happening = _happening(edition)
    if _told(session, person, [happening]):
        return News.NOW
    due = _subscribes(person) and _left(session, person, [happening])
    return News.WEEKLY if due else News.NEVER


def _left(session: Session, person: Person, happenings: list[Happening]) -> list[Happening]:
    told = _told(session, person, happenings)
    return [
        each
        for each in happenings
        if f"{person.id}:{each.about}" not in told
        and not at_once(person, in_digest=each.in_digest)
        and can(person, Permission.REX_READ, each.bulletin)
    ]


def _told(session: Session, person: Person, happenings: list[Happening]) -> set[str]:
    """The names of those of which a person was told at once."""
    names = [f"{person.id}:{each.about}" for each in happenings]
    query = select(Occasion.key).where(Occasion.name == TOLD, Occasion.key.in_(names))
    return set(session.scalars(query)) if names else set()


def _subscribers(session: Session) -> Iterator[Person]:
    """Everybody who can sign in and hears of REX."""
    people = select(Person).where(Person.active, Person.password.is_not(None)).order_by(Person.id)
    for person in session.scalars(people).unique():
        if _subscribes(person):
            yield person


def _subscribes(person: Person) -> bool:
    """Everybody in a department, and who else asked for it."""
    return person.news is not News.NEVER and bool(person.department_id or person.news)


def _in_week_before(session: Session, monday: date) -> Iterator[Happening]:
    end = datetime.combine(monday, AT, BRUSSELS)
    start = datetime.combine(monday - WEEK, AT, BRUSSELS)
    otherwise = dating.noted(session)
    late = [key for key, at in otherwise.items() if start < at <= end]
    named = cast(Edition.bulletin_id, Text) + ":v" + cast(Edition.version, Text)
    in_time = and_(Edition.published_at > start, Edition.published_at <= end)
    editions = (
        select(Edition)
        .join(Edition.bulletin)
        .where(
            or_(and_(in_time, named.not_in(otherwise)), named.in_(late)),
            Edition.published_by != "import",
        )
    )
    withdrawn = select(Bulletin).where(Bulletin.withdrawn_at > start, Bulletin.withdrawn_at <= end)
    newest_first = (Bulletin.year.desc(), Bulletin.number.desc())
    for edition in session.scalars(editions.order_by(*newest_first, Edition.version)):
        yield _happening(edition)
    for bulletin in session.scalars(withdrawn.order_by(*newest_first)):
        yield Happening(bulletin, "withdrawn")


def _happening(edition: Edition) -> Happening:
    return Happening(edition.bulletin, f"v{edition.version}", edition.in_digest)
