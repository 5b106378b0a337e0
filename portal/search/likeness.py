"""From an event, or from a text, to the events most like it among those that may be seen."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.bulletins.models import Bulletin
from portal.i18n import Language, Translated
from portal.search.documents import INCIDENT, REX, Found, document_of, key_of
from portal.search.engine import Allowed, Document, Hit, Likeness
from portal.search.indexing import engine
from portal.search.renderings import renderings

TOLD = ("title", "essence", "course", "causes", "systems")
FEATURES = ("step", "code", "family", "system", "vendor", "technique")
SAYING_NOTHING = frozenset({"", "unknown", "other", "X"})
FLOOR = 0.12  # for a whole event, of what it would score against itself
FLOOR_WHILE_WRITING = 0.08  # for a few sentences, which have less in common with anything
MOST_WORDS = 400
DOSSIERS = {"kind": frozenset({INCIDENT})}
BULLETINS = {"kind": frozenset({REX})}


@dataclass(frozen=True)
class Asked:
    """Who asks: what they may see, how many events, and of which kinds only."""

    allowed: Allowed
    limit: int
    filters: Mapping[str, frozenset[str]]


def like_row(row: Found, asked: Asked) -> tuple[Hit, ...]:
    """The events most like a row, but for those that it is about or that are about it."""
    document, family = document_of(row), family_of(row)
    found = _found(told(document), features(document), FLOOR, asked, key_of(row), len(family))
    return tuple(hit for hit in found if hit.key not in family)[: asked.limit]


def like_text(text: Translated, row: Found | None, asked: Asked) -> tuple[Hit, ...]:
    """The events most like a text; what is stored of ``row``, which it is about, counts as well."""
    if row is None:
        return _found(text, {}, FLOOR_WHILE_WRITING, asked)
    document, family = document_of(row), family_of(row)
    found = _found(_join(text, told(document)), features(document), FLOOR_WHILE_WRITING, asked, key_of(row), len(family))
    return tuple(hit for hit in found if hit.key not in family)[: asked.limit]


def family_of(row: Found) -> frozenset[str]:
    """The keys of what people have linked with a row already: REX and dossiers of one event."""
    if isinstance(row, Bulletin):
        return frozenset(key_of(each) for each in row.incidents)
    beside = [row.linked_to] if row.linked_to else []
    return frozenset(key_of(each) for each in (*beside, *row.linked, *row.published_as))


def told(document: Document) -> Translated:
    """What happened and why, without what was done about it: many do the same."""
    return _join(*(getattr(document, name) for name in TOLD))


def features(document: Document) -> dict[str, frozenset[str]]:
    """The facets that make events alike, but for values that say nothing."""
    found = {name: frozenset(document.facets.get(name, ())) for name in FEATURES}
    return {name: kept for name, values in found.items() if (kept := values - SAYING_NOTHING)}


def _found(
    text: Translated,
    facets: Mapping[str, frozenset[str]],
    floor: float,
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
        floor=floor,
        limit=asked.limit + more,
    )
    return engine().similar(likeness).hits


def _join(*texts: Translated) -> Translated:
    """Texts below one another."""
    return Translated(
        **{each.value: "\n".join(text[each] for text in texts if text[each]) for each in Language}
    )


def _at_most(text: Translated) -> Translated:
    return Translated(
        **{each.value: " ".join(text[each].split()[:MOST_WORDS]) for each in Language}
    )
