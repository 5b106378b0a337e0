"""What the words of a document weigh: BM25F, with every number of it in one place.

A place in a field weighs the field's boost, less in a text longer than is usual. The usual
lengths are fixed, so that no document changes what another one weighs, be it hidden or gone.
"""

from dataclasses import dataclass, field
from functools import lru_cache

from portal.i18n import Language
from portal.search.engine import Document
from portal.search.words.analysis import stem, tokens
from portal.search.words.compounds import parts

BOOSTS = {
    "title": 2.0,
    "essence": 1.5,
    "course": 1.0,
    "causes": 1.0,
    "actions": 0.7,
    "recommendation": 1.0,
    "systems": 1.0,
    "codes": 1.0,
}
USUAL_LENGTHS = {
    "title": 8,
    "essence": 16,
    "course": 80,
    "causes": 25,
    "actions": 25,
    "recommendation": 30,
    "systems": 4,
    "codes": 3,
}
PARTS_WEIGHT = 0.8
SCATTERED = 0.3  # what the words of an expression count for that stand anywhere, beside itself
OTHERS = 0.3  # what further words for an idea count for, beside the best one in a document
OPTIONAL = 0.25  # what a word counts for that a document need not have
ORDINARY = 0.6  # and one that is said all day, whatever people talk about
NEAR = 0.4  # what a document counts for in which only words stand that come near
K1 = 1.2
B = 0.75
COMPLETE = 1.2  # what a document with all words counts for, among those with some of them
WIDEN_BELOW = 10  # documents with all words: when those with some of them follow
GAP = 1000  # places between two fields, so that no phrase runs from one into the other

TEXT = {Language.NL: "text_nl", Language.FR: "text_fr"}
PARTS = "parts_nl"
FIELDS = (PARTS, *sorted(TEXT.values()))


@dataclass(slots=True)
class Posting:
    """A stem in a document: its weight there, its places, and the word that it was first."""

    form: str
    weight: float = 0.0
    places: list[int] = field(default_factory=list)


Postings = dict[str, Posting]


def term_of(name: str, stemmed: bytes) -> bytes:
    """A stem in an index field, such that terms sort by field and then by stem."""
    return bytes([FIELDS.index(name)]) + stemmed


def weigh(document: Document) -> dict[str, Postings]:
    """The postings of ``document`` per index field and stem; fields without words are left out."""
    found: dict[str, Postings] = {name: {} for name in FIELDS}
    for language in Language:
        base = 0
        for name in BOOSTS:
            text = getattr(document, name)[language]
            words = list(tokens(text, language)) if text else []
            weight = unit(name, len(words))
            for stemmed, start, end, position in words:
                form = text[start:end].lower()
                _add(found[TEXT[language]], stemmed, form, weight).append(base + position)
                for part in dutch_parts(form) if language is Language.NL else ():
                    _add(found[PARTS], part, part, weight)
            base += GAP + (words[-1].position if words else 0)
    return {name: postings for name, postings in found.items() if postings}


def unit(name: str, length: int) -> float:
    """What one place weighs in a field of ``length`` words."""
    return BOOSTS[name] / (1 - B + B * length / USUAL_LENGTHS[name])


@lru_cache(maxsize=1 << 16)
def dutch_parts(word: str) -> tuple[str, ...]:
    """The stems of the parts of a compound, if it has at least two and all say something."""
    stems = tuple(stem(part, Language.NL) for part in parts(word))
    return stems if len(stems) > 1 and all(stems) else ()


def _add(postings: Postings, stemmed: str, form: str, weight: float) -> list[int]:
    """Give the places, of which parts of compounds have none: no phrase has them."""
    posting = postings.get(stemmed)
    if posting is None:
        posting = postings[stemmed] = Posting(form)
    posting.weight += weight
    return posting.places
