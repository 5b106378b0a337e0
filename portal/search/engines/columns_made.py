"""Makes the columns of a segment from its postings and the facts of its documents."""

import struct
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from portal.search.engines.columns import Array, head, strings
from portal.search.engines.weights import K1
from portal.search.query import number_of
from portal.search.words.analysis import fold

MAX_FORMS = 255
LETTERS = 32


@dataclass(frozen=True)
class Facts:
    """What is kept of a document besides its words."""

    key: str
    kind: str
    order: tuple[int, ...]
    facets: Mapping[str, tuple[str, ...]]
    digest: str = ""


class Block(NamedTuple):
    """Some postings of a term: documents (ascending), weights, and as each is written in them.

    ``values`` are those of :func:`packed`.
    """

    documents: Array
    weights: Array
    values: Sequence[bytes]


def packed(form: str, places: Sequence[int]) -> bytes:
    """A form and its places, as one value."""
    return form.encode() + b"\0" + struct.pack(f"<{len(places)}i", *places)


def unpacked(value: bytes) -> tuple[bytes, bytes]:
    """The form, in UTF-8, and the places, four bytes each."""
    form, _, places = value.partition(b"\0")
    return form, places


class Maker:
    """Takes the terms in ascending order; :meth:`arrays` gives everything about them."""

    def __init__(self) -> None:
        self._terms: list[bytes] = []
        self._extents = [0]
        self._documents = bytearray()
        self._weights = bytearray()
        self._codes = bytearray()
        self._lengths = array("I")
        self._places = bytearray()
        self._forms: list[bytes] = []
        self._form_terms: list[int] = []

    def add(self, term: bytes, blocks: Iterable[Block]) -> None:
        """Add all postings of a term; raise ValueError if it is not after the one before."""
        if self._terms and term <= self._terms[-1]:
            raise ValueError("the terms are not in order")
        codes: dict[bytes, int] = {}
        for block in blocks:
            self._documents += block.documents.astype("<i4").tobytes()
            self._weights += block.weights.astype("<f4").tobytes()
            forms, places = zip(*map(unpacked, block.values), strict=True)
            self._codes += bytes(min(codes.setdefault(one, len(codes)), MAX_FORMS) for one in forms)
            self._lengths.extend(len(one) >> 2 for one in places)
            self._places += b"".join(places)
        self._extents.append(len(self._codes))
        kept = list(codes)[:MAX_FORMS]
        self._forms += kept
        self._form_terms += [len(self._terms)] * len(kept)
        self._terms.append(term)

    def arrays(self) -> dict[str, Array]:
        """The terms, their postings and places, and the words as written."""
        terms, term_at = strings(self._terms)
        forms, form_at = strings(self._forms)
        owners = np.asarray(self._form_terms, np.int32)
        firsts = np.searchsorted(owners, owners)
        folded = [plain(form.decode()) for form in self._forms]
        weights = np.frombuffer(self._weights, "<f4")
        places_at = np.zeros(len(self._lengths) + 1, np.uint32)
        np.cumsum(self._lengths, out=places_at[1:])
        return {
            "terms": terms,
            "term_at": term_at,
            "term_heads": np.asarray([head(term) for term in self._terms], np.uint64),
            "posting_at": np.asarray(self._extents, np.int64),
            "documents": np.frombuffer(self._documents, "<i4"),
            "impacts": impacts(weights),
            "codes": np.frombuffer(self._codes, np.uint8),
            "places_at": places_at,
            "places": np.frombuffer(self._places, "<i4"),
            "forms": forms,
            "form_at": form_at,
            "form_term": owners,
            "form_code": (np.arange(len(owners)) - firsts).astype(np.uint8),
            "form_letters": np.asarray([letters(one) for one in folded], np.uint32),
            "form_length": np.asarray([min(len(one), 255) for one in folded], np.uint8),
        }


def impacts(weights: Array) -> Array:
    """What words of such weights count for, at most 2.2."""
    return (weights * np.float32(K1 + 1)) / (weights + np.float32(K1))


def plain(form: str) -> str:
    """A form without accents, hyphens and the like, as its spelling is compared."""
    return "".join(letter for letter in fold(form) if letter.isalnum())


def letters(folded: str) -> int:
    """Which letters a word has, as bits: one edit takes one away at most, and adds one."""
    bits = 0
    for letter in folded:
        bits |= 1 << ord(letter) % LETTERS
    return bits


def of_facts(every: Sequence[Facts]) -> tuple[dict[str, list[str]], dict[str, Array]]:
    """The values of each facet, from number 1, and the columns of the documents.

    A facet has as many columns as the document with most values needs; 0 is none.
    """
    width = max((len(one.order) for one in every), default=0)
    orders = np.full((len(every), width), np.iinfo(np.int64).min, np.int64)
    for number, one in enumerate(every):
        orders[number, : len(one.order)] = one.order
    arrays: dict[str, Array] = {
        "keys": np.asarray([one.key.encode() for one in every] or np.empty(0, "S1")),
        "digests": np.asarray([one.digest.encode() for one in every] or np.empty(0, "S1")),
        "orders": orders,
        "numbers": np.asarray([number_of(one.key) for one in every], np.int64),
    }
    values: dict[str, list[str]] = {}
    facets = [{**one.facets, "kind": (one.kind,)} for one in every]
    for name in sorted({name for one in facets for name in one}):
        values[name], arrays[f"facet {name}"] = _facet([one.get(name, ()) for one in facets])
    return values, arrays


def _facet(every: Sequence[tuple[str, ...]]) -> tuple[list[str], Array]:
    numbers = {value: at for at, value in enumerate(sorted({v for one in every for v in one}), 1)}
    column = np.zeros((len(every), max(map(len, every), default=0)), np.int32)
    for number, one in enumerate(every):
        column[number, : len(one)] = [numbers[value] for value in dict.fromkeys(one)] + [0] * (
            len(one) - len(set(one))
        )
    return list(numbers), column
