"""When similar events are shown at all: with each floor, how often that is right.

A text like something should have that shown. The same text should have nothing shown once all
that is like it is hidden, nor should those of ``unlike.jsonl``, which tell of what no record does.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.relevance.data import Question, Record, unlike
from benchmarks.relevance.runs import FEATURES, Asker
from portal.i18n import Translated
from portal.search.query import Likeness
from portal.search.similar.likeness import (
    FLOOR,
    FLOOR_JUST_BEGUN,
    FLOOR_WHILE_WRITING,
    at_most,
    told,
)

FLOORS = tuple(each / 100 for each in range(10, 46, 2))
MOST = 5
MOST_WHILE_WRITING = 3
BEGUN = 25  # words
NOTHING = Translated()


@dataclass(frozen=True)
class Case:
    """What is found for a text, best first with scores, and what is like it.

    ``unlike`` says that the text tells of what no record tells of.
    """

    found: tuple[tuple[str, float], ...]
    like: frozenset[str]
    unlike: bool

    def shown(self, floor: float) -> list[str]:
        """What is shown of it with a floor."""
        return [key for key, score in self.found if score >= floor]


@dataclass(frozen=True)
class Manner:
    """How texts are read: cut after some ``words``, with or without features; and the floor."""

    label: str
    floor: float
    limit: int
    features: bool = False
    words: int = 400


MANNERS = (
    Manner("beside a dossier, with its features", FLOOR, MOST, features=True),
    Manner("while writing, a whole text", FLOOR_WHILE_WRITING, MOST_WHILE_WRITING),
    Manner(
        f"while writing, the first {BEGUN} words",
        FLOOR_JUST_BEGUN,
        MOST_WHILE_WRITING,
        words=BEGUN,
    ),
)


def cases(asker: Asker, manner: Manner, name: str, similar: list[Question]) -> list[Case]:
    """Those of a set, read in a manner."""
    return [*_of_records(asker, manner, similar), *_of_others(asker, manner, name)]


def right(every: list[Case], floor: float) -> tuple[float, float, float, float]:
    """With a floor: the share of texts for which something like them is shown.

    And of what is shown then, the share that is like them; and of the texts with nothing like
    them, the share for which nothing is shown: those of records, and those unlike every record.
    """
    like = [(one, one.shown(floor)) for one in every if one.like]
    shown = [key in one.like for one, keys in like for key in keys]
    silent = {
        strange: [not one.shown(floor) for one in every if not one.like and one.unlike is strange]
        for strange in (False, True)
    }
    helped = [bool(one.like.intersection(keys)) for one, keys in like]
    return _share(helped), _share(shown), _share(silent[False]), _share(silent[True])


def report(asker: Asker, name: str, similar: list[Question], *, floors: bool) -> None:
    """Print a line for each floor, or only for those of the portal."""
    for manner in MANNERS:
        every = cases(asker, manner, name, similar)
        print(f"\n{name}, {manner.label}")
        print(f"{'floor':>8} {'shown':>8} {'right':>8} {'silent':>8} {'silent, unlike all':>20}")
        for floor in sorted({*(FLOORS if floors else ()), manner.floor}):
            told = " ".join(f"{each:8.2f}" for each in right(every, floor))
            print(f"{floor:8.2f} {told} {'  ← the portal' if floor == manner.floor else ''}")


def _of_records(asker: Asker, manner: Manner, similar: list[Question]) -> Iterator[Case]:
    for one in similar:
        record = asker.records[one.record]
        like = frozenset(one.judged)
        for hidden in (frozenset[str](), like):
            found = _found(asker, manner, _told(record, manner), record, hidden)
            yield Case(found, like - hidden, unlike=False)


def _of_others(asker: Asker, manner: Manner, name: str) -> Iterator[Case]:
    for text in unlike(name):
        found = _found(asker, manner, at_most(text, manner.words), None, frozenset())
        yield Case(found, frozenset(), unlike=True)


def _told(record: Record, manner: Manner) -> Translated:
    """What the portal compares: all that a dossier tells, or what is being written."""
    document = record.document
    whole = told(document.title, document) if manner.features else document.course
    return at_most(whole, manner.words)


def _found(
    asker: Asker, manner: Manner, text: Translated, record: Record | None, hidden: frozenset[str]
) -> tuple[tuple[str, float], ...]:
    facets = record.document.facets if record and manner.features else {}
    results = asker.engine.similar(
        Likeness(
            text=text,
            allowed=frozenset(asker.records) - hidden,
            renderings={each: asker.widened(text[each], each) for each in text.languages},
            facets={name: frozenset(facets[name]) for name in FEATURES if name in facets},
            besides=record.key if record else "",
            limit=manner.limit,
        )
    )
    return tuple((hit.key, hit.score) for hit in results.hits)


def _share(every: list[bool]) -> float:
    return sum(every) / max(1, len(every))
