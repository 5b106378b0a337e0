"""From an event, or from a text, to the events most like it among those that may be seen."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.bulletins import feeding
from portal.bulletins.models import Bulletin
from portal.db import db
from portal.i18n import Language, Translated
from portal.incidents.models import Incident
from portal.search.documents import INCIDENT, REX, Found, document_of, key_of, title_of
from portal.search.engine import Allowed, Document, Hit, Likeness
from portal.search.indexing import engine
from portal.search.renderings import renderings

FEATURES = ("step", "code", "family", "system", "vendor", "technique")
SAYING_NOTHING = frozenset({"", "unknown", "other", "X"})
# What the closest event scores must be at least this much of what the text would score itself.
FLOOR = 0.3
FLOOR_ACROSS = 0.18  # of an event in the other language: what a glossary finds there is no chance
MORE = 3  # times as many are asked for as are wanted: those below their floor fall away
MOST_WORDS = 400
_NUMBER = re.compile(r"(?<!\w)\d[\d.,:/-]*(?!\w)")
DOSSIERS = {"kind": frozenset({INCIDENT})}
BULLETINS = {"kind": frozenset({REX})}


@dataclass(frozen=True)
class Asked:
    """Who asks: what they may see, how many events, and of which kinds only."""

    allowed: Allowed
    limit: int
    filters: Mapping[str, frozenset[str]]


def like_row(row: Found, asked: Asked, family: frozenset[str] | None = None) -> tuple[Hit, ...]:
    """The events most like a row, but for its ``family``, by default as :func:`family_of` says."""
    return _like(Translated(), row, asked, family_of(row) if family is None else family)


def like_text(text: Translated, row: Found | None, asked: Asked) -> tuple[Hit, ...]:
    """The events most like a text; what is stored of ``row``, which it is about, counts as well."""
    if row is None:
        return _above_floor(_found(text, {}, asked), text, asked)
    return _like(text, row, asked, family_of(row))


def _like(text: Translated, row: Found, asked: Asked, family: frozenset[str]) -> tuple[Hit, ...]:
    document = document_of(row)
    text = _join(text, told(row, document))
    hits = _found(text, features(document), asked, key_of(row), len(family))
    return _above_floor([hit for hit in hits if hit.key not in family], text, asked)


def _above_floor(hits: Iterable[Hit], text: Translated, asked: Asked) -> tuple[Hit, ...]:
    own = frozenset(text.languages)
    near = (hit for hit in hits if hit.score >= FLOOR or own.isdisjoint(hit.languages))
    return tuple(islice(near, asked.limit))


def family_of(row: Found) -> frozenset[str]:
    """The keys of what people have linked with a row already: REX and dossiers of one event."""
    if isinstance(row, Bulletin):
        return frozenset(key_of(each) for each in row.incidents)
    dossiers = [*([row.linked_to] if row.linked_to else []), *row.linked]
    bulletins = feeding.bulletins_of(db.session, row)
    return frozenset(map(key_of, dossiers)) | frozenset(map(key_of, bulletins))


def linked_with(session: Session, ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The keys of the dossiers that are linked with each of these, by its id, in one query."""
    pairs = select(Incident.id, Incident.linked_to_id).where(
        or_(Incident.id.in_(ids), Incident.linked_to_id.in_(ids)),
        Incident.linked_to_id.is_not(None),
    )
    found: defaultdict[int, set[str]] = defaultdict(set)
    for one, other in session.execute(pairs):
        if other is None:
            continue
        found[one].add(f"{INCIDENT}:{other}")
        found[other].add(f"{INCIDENT}:{one}")
    return {id_: frozenset(keys) for id_, keys in found.items()}


def told(row: Found, document: Document) -> Translated:
    """What happened and why, without what was done about it: many do the same."""
    return _join(title_of(row), document.essence, document.course, document.causes)


def features(document: Document) -> dict[str, frozenset[str]]:
    """The facets that make events alike, but for values that say nothing."""
    found = {name: frozenset(document.facets.get(name, ())) for name in FEATURES}
    return {name: kept for name, values in found.items() if (kept := values - SAYING_NOTHING)}


def _found(
    text: Translated,
    facets: Mapping[str, frozenset[str]],
    asked: Asked,
    besides: str = "",
    more: int = 0,
) -> tuple[Hit, ...]:
    words = _at_most(text)
    likeness = Likeness(
        text=words,
        allowed=asked.allowed,
        renderings={each: renderings(words[each], each) for each in words.languages},
        facets=facets,
        filters=asked.filters,
        besides=besides,
        floor=FLOOR_ACROSS,
        limit=MORE * asked.limit + more,
    )
    return engine().similar(likeness).hits


def _join(*texts: Translated) -> Translated:
    """Texts below one another."""
    return Translated(
        **{each.value: "\n".join(text[each] for text in texts if text[each]) for each in Language}
    )


def _at_most(text: Translated) -> Translated:
    """The beginning of a text without its numbers, which say little of what happened."""
    return Translated(
        **{
            each.value: _NUMBER.sub(" ", " ".join(text[each].split()[:MOST_WORDS]))
            for each in Language
        }
    )
