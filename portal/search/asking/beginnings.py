"""Where in a text words begin that may have one of some stems, found without reading the others."""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from unicodedata import category

from portal.search.words.analysis import ALIKE, fold

_ENCODING = "cp1252"  # one byte a character, for nearly all that is written in Dutch and French
_QUICK = "latin-1"  # the same, but for marks and for œ, and ten times as quick
_PLAIN = [fold(bytes([code]).decode(_ENCODING, "replace").lower())[:1] for code in range(256)]
_KNOWN = frozenset(bytes(range(256)).decode(_ENCODING, "ignore"))
_LIGATURES = "œŒæÆß"
_LIGATED = re.compile("(?<=o)e|(?<=a)e|(?<=s)s")
_JOINING = "-‐‑&"  # noqa: RUF001
_INVISIBLE = "\u00ad"  # may stand within a word
_NO_LETTER = "PSZ"  # punctuation, symbols and spaces
_APART = re.compile("te(?=[vw])|trop(?=p)")  # begins what may be written in two words


def _only(letters: str) -> bytes:
    """A table of bytes: what is one of ``letters`` in plain, a space for anything else."""
    return "".join(each if each and each in letters else " " for each in _PLAIN).encode("ascii")


_LETTERS, _DIGITS = _only("abcdefghijklmnopqrstuvwxyz"), _only("0123456789")


def beginnings(text: str, stems: frozenset[str]) -> Collection[int]:
    """Places at or in words, in order; a word that is passed over has none of ``stems``.

    Every place of a text, if it has characters whose place in a word is not plain.
    """
    if not stems:
        return ()
    heads = _heads(stems, ligated=any(each in text for each in _LIGATURES))
    encoded = _encoded(text)
    if encoded is None or heads is None:
        return range(len(text))
    found = set(_joined(text))
    for table, wanted in zip((_LETTERS, _DIGITS), heads, strict=True):
        if wanted:
            found.update(_standing(b" " + encoded.translate(table), wanted))
    return sorted(found)


def _standing(plain: bytes, heads: Sequence[bytes]) -> list[int]:
    found = []
    for head in heads:
        at = plain.find(head)
        while at >= 0:
            found.append(at)
            at = plain.find(head, at + 1)
    return found


def _joined(text: str) -> Iterator[int]:
    """Where a mark joins a few letters to what follows, as in x-ray and R & V."""
    for mark in _JOINING:
        at = text.find(mark)
        while at >= 0:
            start = end = len(text[max(0, at - 2) : at].rstrip()) + max(0, at - 2)
            while start > 0 and end - start < ALIKE and text[start - 1].isalnum():
                start -= 1
            if end - start < ALIKE:
                yield start
            at = text.find(mark, at + 1)


def _encoded(text: str) -> bytes | None:
    """A byte for each character, or None when one that has none may belong to a word."""
    if _INVISIBLE in text:
        return None
    for encoding in (_QUICK, _ENCODING):
        with suppress(UnicodeEncodeError):
            return text.encode(encoding)
    if any(category(each)[0] not in _NO_LETTER for each in set(text) - _KNOWN):
        return None
    return text.encode(_ENCODING, "replace")


@lru_cache(maxsize=256)
def _heads(stems: frozenset[str], *, ligated: bool) -> tuple[list[bytes], list[bytes]] | None:
    """How words with ``stems`` begin, those with a letter and those with a digit.

    None if one of them begins with neither. A stem may end otherwise than its words do, but not
    by more than two letters.
    """
    letters, digits = set(), set()
    for stem in stems:
        first = stem[0]
        if first.isascii() and first.isalpha():
            letters.add(_head(stem, ligated=ligated))
        elif first.isascii() and first.isdigit():
            digits.add(first)
        else:
            return None
    return [f" {each}".encode() for each in letters], [f" {each}".encode() for each in digits]


def _head(stem: str, *, ligated: bool) -> str:
    head = stem[: max(1, min(ALIKE, len(stem) - 2))]
    if apart := _APART.match(head):
        head = apart[0]
    if ligated:
        head = _LIGATED.split(head)[0]
    plain = re.match("[a-z]+", head)
    return plain[0] if plain else head[:1]
