"""The words of the documents that somebody may see, and of no other."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from math import log
from threading import Lock
from typing import NamedTuple, TypeVar

import numpy as np

from portal.search.engines.columns import Array, Columns, Flags, Floats, Ints, Longs
from portal.search.engines.columns_made import letters
from portal.search.engines.weights import TEXT, term_of

FEW_HIDDEN = 256  # documents that are looked for one by one, such as those deleted
MAX_KEPT = 1 << 21  # postings that a view remembers, 8 bytes each
MAX_COUNTED = 1 << 14  # words of which a view remembers in how many documents they are
FORMS = 40  # bits for the number of a form in its segment
TEXTS = {term_of(name, b"") for name in TEXT.values()}
FAR = 1 << 32
BEFORE = 1 << 20  # no step of a phrase stands further from its start
Numbers = TypeVar("Numbers", Ints, Longs)


class Found(NamedTuple):
    """Documents, ascending, and for each how much a word weighs in it, at most 2.2."""

    documents: Ints
    impacts: Floats


NOTHING = Found(np.empty(0, np.int32), np.empty(0, np.float32))


class View:
    """The segments of an index through the eyes of somebody who may see what is ``visible``."""

    def __init__(self, segments: Sequence[Columns], visible: Flags) -> None:
        self.segments = segments
        self.visible = visible
        self.count = int(np.count_nonzero(visible))
        self.bases = [0, *accumulate(one.size for one in segments)][:-1]
        self._shown = [
            visible[base : base + one.size] for one, base in zip(segments, self.bases, strict=True)
        ]
        self._hidden = [_few_hidden(seen) for seen in self._shown]
        self._kept: OrderedDict[tuple[bytes, ...], Found] = OrderedDict()
        self._weight = 0
        self._counted: dict[bytes, int] = {}
        self._lock = Lock()

    @property
    def size(self) -> int:
        """How many documents there are, seen or not."""
        return len(self.visible)

    def rarity(self, documents: int) -> float:
        """What it tells that only so many documents have something."""
        return log(1 + (self.count - documents + 0.5) / (documents + 0.5))

    def word(self, name: str, stem: str) -> Found:
        """The documents with a stem in an index field."""
        term = term_of(name, stem.encode("utf-8", "replace"))
        return self._remembered((term,), lambda: self._read(term))

    def either(self, name: str, other: str, stem: str) -> Found:
        """The documents with a stem in any of two index fields; what weighs more counts."""
        terms = tuple(term_of(each, stem.encode("utf-8", "replace")) for each in (name, other))
        return self._remembered(
            terms, lambda: _better(self.word(name, stem), self.word(other, stem))
        )

    def having(self, name: str, stem: str) -> int:
        """How many documents have a stem in an index field, without reading what it weighs."""
        term = term_of(name, stem.encode("utf-8", "replace"))
        counted = self._counted.get(term)
        if counted is None:
            counted = sum(self._count(*where) for where in self._standing(term))
            if len(self._counted) >= MAX_COUNTED:
                self._counted.clear()
            self._counted[term] = counted
        return counted

    def in_a_row(self, name: str, steps: Sequence[tuple[str, int]], documents: Ints) -> Ints:
        """Those of ``documents`` in which each stem stands so many places after one place."""
        starts: Longs | None = None
        for stem, offset in steps:
            term = term_of(name, stem.encode("utf-8", "replace"))
            found = self._places(term, documents) - offset
            starts = found if starts is None else _in_both(starts, found)
        if starts is None:
            return documents
        return _once((starts // FAR).astype(np.int32))

    def forms_like(self, word: str, reach: int) -> Iterator[tuple[int, str]]:
        """Words as written that may be within ``reach`` edits of a folded one, with their number.

        Their letters and length say so, which is quick; they may stand in hidden documents only.
        """
        bits = np.uint32(letters(word))
        for segment, columns in enumerate(self.segments):
            lengths = columns["form_length"].astype(np.int16)
            here = columns["form_letters"]
            close = abs(lengths - len(word)) <= reach
            close &= np.bitwise_count(here & ~bits) <= reach
            close &= np.bitwise_count(bits & ~here) <= reach
            for number in map(int, np.flatnonzero(close)):
                yield segment << FORMS | number, columns.form(number)

    def written(self, form: int) -> int:
        """How many documents that may be seen have the form of that number in a text."""
        columns, base = self.segments[form >> FORMS], self.bases[form >> FORMS]
        number = form & ((1 << FORMS) - 1)
        term = int(columns["form_term"][number])
        if columns.term(term)[:1] not in TEXTS:
            return 0
        first, last = columns.extent(term)
        having = columns["codes"][first:last] == columns["form_code"][number]
        return int(np.count_nonzero(self.visible[columns["documents"][first:last][having] + base]))

    def _remembered(self, key: tuple[bytes, ...], read: Callable[[], Found]) -> Found:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = read()
        with self._lock:
            if key not in self._kept:  # another thread may have read it meanwhile
                self._kept[key] = found
                self._weight += _weight(found)
            while self._weight > MAX_KEPT and len(self._kept) > 1:
                self._weight -= _weight(self._kept.popitem(last=False)[1])
        return found

    def _read(self, term: bytes) -> Found:
        every = [self._found(*where) for where in self._standing(term)]
        every = [one for one in every if len(one.documents)]
        if len(every) < 2:
            return every[0] if every else NOTHING
        documents, impacts = zip(*every, strict=True)
        return Found(np.concatenate(documents), np.concatenate(impacts))

    def _standing(self, term: bytes) -> Iterator[tuple[int, int, int]]:
        """In which segments a term stands, and from where to where its postings go."""
        for at, columns in enumerate(self.segments):
            if (number := columns.find(term)) >= 0:
                yield at, *columns.extent(number)

    def _found(self, at: int, first: int, last: int) -> Found:
        """Some postings of a segment; when little is hidden, most are not touched by it at all."""
        documents = self.segments[at]["documents"][first:last]
        impacts = self.segments[at]["impacts"][first:last]
        hidden = self._hidden[at]
        if hidden is None or (len(hidden) and _common(documents, hidden).any()):
            seen = self._shown[at][documents]
            documents, impacts = documents[seen], impacts[seen]
        return Found(documents + np.int32(self.bases[at]) if at else documents, impacts)

    def _count(self, at: int, first: int, last: int) -> int:
        documents = self.segments[at]["documents"][first:last]
        hidden = self._hidden[at]
        if hidden is None:
            return int(np.count_nonzero(self._shown[at][documents]))
        if not len(hidden):
            return len(documents)
        return len(documents) - int(np.count_nonzero(_common(documents, hidden)))

    def _places(self, term: bytes, documents: Ints) -> Longs:
        """Where the term stands: document and place in one number, ascending.

        Each once, though "patient-e" has one stem twice in its place: whole, and as a part.
        """
        every = [np.empty(0, np.int64)]
        for columns, base in zip(self.segments, self.bases, strict=True):
            if (number := columns.find(term)) >= 0:
                first, last = columns.extent(number)
                inside = columns["documents"][first:last]
                wanted = documents[(documents >= base) & (documents < base + columns.size)] - base
                at = np.searchsorted(inside, wanted).clip(max=len(inside) - 1)
                at = at[inside[at] == wanted]
                slots, lengths = _runs(columns["places_at"], first + at, len(columns["places"]))
                owners = np.repeat(inside[at].astype(np.int64) + base, lengths)
                every.append(owners * FAR + BEFORE + columns["places"][slots])
        return _once(np.concatenate(every))


def _few_hidden(seen: Flags) -> Ints | None:
    """What is hidden, or None if that is much."""
    if len(seen) - np.count_nonzero(seen) > FEW_HIDDEN:
        return None
    return np.flatnonzero(~seen).astype(np.int32)


def _common(documents: Ints, hidden: Ints) -> Flags:
    """Which of ``hidden`` are among ``documents``, of which there is one at least."""
    at = np.minimum(documents.searchsorted(hidden), len(documents) - 1)
    common: Flags = documents[at] == hidden
    return common


def _once(ascending: Numbers) -> Numbers:
    """Each of some numbers once."""
    return ascending[np.diff(ascending, prepend=-1) > 0]


def _better(one: Found, other: Found) -> Found:
    """What is in any of both, with what it weighs more."""
    if not len(one.documents) or not len(other.documents):
        return one if len(one.documents) else other
    documents = np.concatenate([one.documents, other.documents])
    order = documents.argsort(kind="stable")
    documents = documents[order]
    first = np.flatnonzero(np.diff(documents, prepend=-1) > 0)
    impacts = np.concatenate([one.impacts, other.impacts])[order]
    return Found(documents[first], np.maximum.reduceat(impacts, first))


def _weight(found: Found) -> int:
    """What it costs to remember: a part of the mapped file costs next to nothing."""
    mapped = found.documents.base is not None
    return (0 if mapped else len(found.documents)) + 32


def _in_both(one: Longs, other: Longs) -> Longs:
    """What two ascending rows without repetition have in common: a stable sort merges them."""
    merged = np.concatenate([one, other])
    merged.sort(kind="stable")
    both: Longs = merged[1:][merged[1:] == merged[:-1]]
    return both


def _runs(starts: Array, numbers: Longs, most: int) -> tuple[Longs, Longs]:
    """All slots of the runs with ``numbers``, one after the other, and the length of each.

    Raise ValueError when there are more than ``most``, before any memory is asked for.
    """
    first = starts[numbers].astype(np.int64)
    lengths = starts[numbers + 1] - first
    if np.abs(lengths).sum() > most:
        raise ValueError("more places than there are")
    before = np.cumsum(lengths) - lengths
    return np.repeat(first - before, lengths) + np.arange(int(lengths.sum())), lengths
