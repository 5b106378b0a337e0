"""Groups of similar events over all departments, as the regulator sees them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session, raiseload

from portal.bulletins import feeding
from portal.bulletins.models import Bulletin
from portal.glossary import current
from portal.i18n import BRUSSELS, Language, Translated, current_language
from portal.incidents.cause import Cause
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import EindhovenCode, ProcessStep
from portal.language.glossary import Glossary
from portal.permissions import Permission, User, allowed, can
from portal.search.index.documents import systems_of
from portal.search.index.systems import longest, named, unbroken
from portal.search.similar.concepts import TERM, Concepts, concepts
from portal.search.similar.grouping import Event, Group, accompanied, grouped
from portal.search.similar.telling import as_told, is_telling, names_in
from portal.text import sort_key

MOST_WORDS = 6


@dataclass(frozen=True)
class Member:
    """A dossier of a group, when it happened, and the REX that it feeds or may feed now."""

    row: Incident
    happened: date
    fed: tuple[Bulletin, ...]
    may_feed: bool


@dataclass(frozen=True)
class Shown:
    """A group with its dossiers in order of time, and in words what they share.

    ``departments`` are names in alphabetical order.
    """

    key: str
    step: ProcessStep
    systems: tuple[str, ...]
    causes: tuple[EindhovenCode, ...]
    words: tuple[tuple[Language, str], ...]
    members: tuple[Member, ...]
    departments: tuple[str, ...]

    @property
    def seen(self) -> list[int]:
        """The ids of the REX that its dossiers feed."""
        return sorted({rex.id for each in self.members for rex in each.fed})

    @property
    def may_feed(self) -> bool:
        """Whether a REX of several of its dossiers can be begun."""
        return sum(each.may_feed for each in self.members) > 1


class _Telling:
    """Words for notions: of a term those of the page, of others those of the dossiers.

    Whatever the language of the page, it tells of the same notions.
    """

    def __init__(self, glossary: Glossary) -> None:
        self._terms = {term.key: term for term in glossary}
        self._names = names_in(glossary)
        self._language = current_language()

    def of(
        self, words: Iterable[tuple[str, str]], systems: Iterable[str]
    ) -> tuple[tuple[Language, str], ...]:
        """The first few that say something."""
        names = self._names.union(systems)
        said = (self._said(notion, as_told(written, names)) for notion, written in words)
        return tuple(islice(dict.fromkeys(filter(None, said)), MOST_WORDS))

    def _said(self, notion: str, written: str) -> tuple[Language, str] | None:
        of, _, key = notion.partition(":")
        if of == TERM:
            term = self._terms[key]
            telling = all(is_telling(term[each][0], each) for each in Language)
            return (self._language, term[self._language][0]) if telling else None
        return (Language(of), written) if is_telling(written, Language(of)) else None


def all_groups(session: Session, user: User) -> list[Group]:
    """Every group of dossiers that ``user`` may read, those of most dossiers first."""
    return grouped(_events(session, user))


def shown(session: Session, user: User, groups: list[Group]) -> list[Shown]:
    """These groups as a page shows them, in a few queries for all their dossiers."""
    ids = {each for group in groups for each in group.members}
    query = select(Incident).where(Incident.id.in_(ids)).options(raiseload(Incident.actions))
    rows = {row.id: row for row in session.scalars(query)}
    fed = feeding.of_each(session, rows)
    members = {id_: _member(row, fed.get(id_, []), user) for id_, row in rows.items()}
    telling = _Telling(current(session))
    return [
        _shown(
            group,
            [members[each] for each in group.members],
            telling,
        )
        for group in groups
    ]


def _shown(group: Group, members: list[Member], telling: _Telling) -> Shown:
    systems: dict[str, str] = {}
    for each in members:
        systems = named(systems_of(each.row)) | systems
    language = current_language()
    return Shown(
        "-".join(str(each) for each in group.members),
        ProcessStep(group.step),
        tuple(map(unbroken, longest(systems.get(each, each) for each in group.systems))),
        tuple(EindhovenCode(each) for each in group.causes),
        telling.of(group.words, systems.values()),
        tuple(sorted(members, key=lambda each: (each.happened, each.row.id))),
        tuple(
            sorted({each.row.department.name.best(language)[1] for each in members}, key=sort_key)
        ),
    )


def _member(row: Incident, fed: list[Bulletin], user: User) -> Member:
    return Member(
        row,
        row.occurred_on or row.found_on or row.reported_at.astimezone(BRUSSELS).date(),
        tuple(each for each in fed if can(user, Permission.BULLETIN_READ, each)),
        can(user, Permission.BULLETIN_FEED, row),
    )


def _events(session: Session, user: User) -> list[Event]:
    """The dossiers of which step, system and cause are known, in two queries.

    What is linked to another dossier is read together with that one.
    """
    readable = (
        allowed(user, Permission.INCIDENT_READ, Incident),
        Incident.status != IncidentStatus.LINKED,
        Incident.step_arose != ProcessStep.UNKNOWN,
    )
    codes: defaultdict[int, set[str]] = defaultdict(set)
    texts: defaultdict[int, list[Translated]] = defaultdict(list)
    of_causes = select(Cause.incident_id, Cause.code, Cause.text).join(Incident).where(*readable)
    for id_, code, text in session.execute(of_causes):
        texts[id_].append(text)
        if code and code is not EindhovenCode.X:
            codes[id_].add(code.value)
    columns = (Incident.step_arose, Incident.equipment, Incident.vendor)
    told = (Incident.title, Incident.narrative)
    rows = session.execute(
        select(Incident.id, *columns, *told).where(*readable).order_by(Incident.id)
    )
    systems: dict[int, frozenset[str]] = {}
    steps: dict[int, str] = {}
    for id_, step, equipment, vendor, title, narrative in rows:
        steps[id_], systems[id_] = step.value, frozenset(named(_systems(equipment, vendor)))
        texts[id_] += [title, narrative]
    notions = concepts(current(session))
    events = [Event(id_, steps[id_], systems[id_], frozenset(codes[id_]), {}) for id_ in steps]
    return [replace(each, words=_notions(notions, texts[each.id])) for each in accompanied(events)]


def _systems(equipment: Translated, vendor: str) -> tuple[str, ...]:
    return (*(equipment[each] for each in Language), vendor)


def _notions(notions: Concepts, texts: list[Translated]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        for language in Language:
            if text[language]:
                found |= notions.of(text[language], language)
    return found
