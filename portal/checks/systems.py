"""By which names the systems of departments are known, and in how many departments each stands."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from portal.i18n import Language
from portal.language.glossary import Glossary
from portal.language.phrases import parts_of
from portal.language.privacy.lexicon import is_ordinary
from portal.language.terms import Kind

LEAST, SHORT = 4, 4  # letters of a word that names by itself; of capitals that are a kind or model
_NUMBER = re.compile(r"[\s\d.#\-]+\Z")
_WORD = re.compile(r"[^\W_]+")


def counted(lists: Iterable[Sequence[str]], glossary: Glossary) -> Mapping[str, int]:
    """In how many of the ``lists``, one a department, each name of a system stands.

    A line gives its whole name without the number of the machine, and each word that names by
    itself: "Toravel T3" is known as Toravel too, in whatever department. A plain kind of machine,
    such as "Linac 2" or "TPS", has no name.
    """
    departments = [list(lines) for lines in lists]
    stands = Counter(
        row for lines in departments for row in {row for line in lines for row in _rows(line)}
    )
    names = dict.fromkeys(name for lines in departments for line in lines for name in _names(line))
    return {name: stands[parts_of(name)] for name in names if not _is_plain(name, glossary)}


def _names(line: str) -> Iterator[str]:
    whole = _NUMBER.sub("", line)
    if parts_of(whole):
        yield whole
    yield from (word for word in _WORD.findall(whole) if _names_alone(word))


def _names_alone(word: str) -> bool:
    """Whether it has a capital as names have, and is no model: T3, HDR."""
    model = not word.isalpha() or (word.isupper() and len(word) <= SHORT)
    return len(word) >= LEAST and word[0].isupper() and not model


def _rows(line: str) -> Iterator[tuple[str, ...]]:
    """Every row of words in a line."""
    words = parts_of(line)
    for start in range(len(words)):
        yield from (words[start:end] for end in range(start + 1, len(words) + 1))


def _is_plain(name: str, glossary: Glossary) -> bool:
    """Whether it consists of ordinary words and terms that are no names."""
    rest = name
    for language in Language:
        for hit in glossary.find(name, language):
            if hit.term.kind is not Kind.NAME:
                start, end = hit.span.start, hit.span.end
                rest = rest[:start] + " " * (end - start) + rest[end:]
    return all(map(is_ordinary, parts_of(rest)))
