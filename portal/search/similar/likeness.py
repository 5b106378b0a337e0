"""From an event, or from a text, to the events most like it among those that may be seen."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from portal.bulletins import feeding
from portal.bulletins.models import Bulletin
from portal.db import db
from portal.i18n import Language, Translated
from portal.search.engine import Document, Hit
from portal.search.index.documents import (
    INCIDENT,
    REX,
    SAYING_NOTHING,
    Found,
    document_of,
    key_of,
    title_of,
)
from portal.search.index.indexing import engine
from portal.search.learned.renderings import with_topics
from portal.search.query import Allowed, Likeness, Rendering

FEATURES = ("step", "code", "family", "system", "technique")
# Shares of what an event or a text would score against itself, chosen by ``make bench-relevance``.
FLOOR = 0.4
FLOOR_WHILE_WRITING = 0.34  # of a text alone: it has no features that could add to its words
FLOOR_JUST_BEGUN = 0.38
JUST_BEGUN = 40  # words of a text that has yet to tell what it is about
MOST_WORDS = 400
_NUMBER = re.compile(r"(?<!\w)\d[\d.,:/-]*(?!\w)")
DOSSIERS = {"kind": frozenset({INCIDENT})}
BULLETINS = {"kind": frozenset({REX})}


@dataclass(frozen=True)
class Wanted:
    """Who asks: what they may see, how many events, and of which kinds only.

    ``widen`` gives the other words for those of a text.
    """

    allowed: Allowed
    limit: int
    filters: Mapping[str, frozenset[str]]
    widen: Callable[[str, Language | None], tuple[Rendering, ...]] = with_topics


def like_row(row: Found, wanted: Wanted) -> tuple[Hit, ...]:
    """The events most like a row, but for those that people have linked with it already."""
    document = document_of(row)
    return _like(told(title_of(row), document), row, document, wanted)


def like_text(text: Translated, row: Found | None, wanted: Wanted) -> tuple[Hit, ...]:
    """The events most like a text; the features of ``row``, which it is about, count as well."""
    if row is None:
        return engine().similar(_likeness(text, wanted, floor=floor_of(text))).hits
    return _like(text, row, document_of(row), wanted)


def floor_of(text: Translated) -> float:
    """What an event must score to be shown beside a text alone."""
    words = max(len(text[each].split()) for each in Language)
    return FLOOR_JUST_BEGUN if words < JUST_BEGUN else FLOOR_WHILE_WRITING


def count_like(rows: Iterable[Found], wanted: Wanted) -> list[int]:
    """How many events are like each row, linked with it or not."""
    every = [(row, document_of(row)) for row in rows]
    likenesses = [
        _about(told(title_of(row), document), document, wanted) for row, document in every
    ]
    return engine().count(likenesses)


def _like(text: Translated, row: Found, document: Document, wanted: Wanted) -> tuple[Hit, ...]:
    family = family_of(row)
    more = replace(wanted, limit=wanted.limit + len(family))
    hits = engine().similar(_about(text, document, more)).hits
    return tuple(hit for hit in hits if hit.key not in family)[: wanted.limit]


def _about(text: Translated, document: Document, wanted: Wanted) -> Likeness:
    return _likeness(text, wanted, facets=features(document), besides=document.key)


def _likeness(
    text: Translated,
    wanted: Wanted,
    *,
    floor: float = FLOOR,
    facets: Mapping[str, frozenset[str]] | None = None,
    besides: str = "",
) -> Likeness:
    words = at_most(text)
    return Likeness(
        text=words,
        allowed=wanted.allowed,
        renderings={each: wanted.widen(words[each], each) for each in words.languages},
        facets=facets or {},
        filters=wanted.filters,
        besides=besides,
        floor=floor,
        limit=wanted.limit,
    )


def family_of(row: Found) -> frozenset[str]:
    """The keys of what people have linked with a row already: REX and dossiers of one event."""
    if isinstance(row, Bulletin):
        return frozenset(key_of(each) for each in row.incidents)
    dossiers = [*([row.linked_to] if row.linked_to else []), *row.linked]
    bulletins = feeding.bulletins_of(db.session, row)
    return frozenset(map(key_of, dossiers)) | frozenset(map(key_of, bulletins))


def told(title: Translated, document: Document) -> Translated:
    """What happened, why, and what was done about it; twice the title, which says it shortest."""
    return _join(title, title, document.essence, document.course, document.causes, document.actions)


def features(document: Document) -> dict[str, frozenset[str]]:
    """The facets that make events alike, but for values that say nothing."""
    found = {name: frozenset(document.facets.get(name, ())) for name in FEATURES}
    return {name: kept for name, values in found.items() if (kept := values - SAYING_NOTHING)}


def _join(*texts: Translated) -> Translated:
    """Texts below one another."""
    return Translated(
        **{each.value: "\n".join(text[each] for text in texts if text[each]) for each in Language}
    )


def at_most(text: Translated, words: int = MOST_WORDS) -> Translated:
    """The beginning of a text without its numbers, which say little of what happened."""
    return Translated(
        **{each.value: _NUMBER.sub(" ", " ".join(text[each].split()[:words])) for each in Language}
    )
