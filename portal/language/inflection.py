"""The forms that a word of a glossary takes in a text: plurals, feminines, Dutch adjectives.

Written out beforehand rather than cut down to a stem: a form that nobody writes does no harm,
whereas a stem would bring together words that differ, sauvegarde and sauvegardé.
"""

import re
from collections.abc import Iterator, Mapping

from portal.i18n import Language

_DUTCH_ADJECTIVE = re.compile(
    r"(?:isch|ief|eel|aal|baar|ig|lijk|end|air|iel|zaam|^ge.+[dt]|ant|ent|oos|uld|erd|eerd)\Z"
)
Ends = Mapping[str, tuple[tuple[str, str], ...]]


def _by_last_letter(*pairs: tuple[str, str]) -> Ends:
    """Pairs of an end and what it becomes, by the last letter of that end."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for end, other in pairs:
        found[end[-1]] = (*found.get(end[-1], ()), (end, other))
    return found


_DUTCH_ENDS = _by_last_letter(
    ("us", "i"),
    ("um", "a"),
    ("is", "es"),
    ("heid", "heden"),
    ("ie", "iën"),
    ("ee", "eeën"),
    ("ix", "ices"),
    ("ex", "ices"),
    ("man", "mannen"),
)
_FRENCH_PLURALS = _by_last_letter(("al", "aux"), ("ail", "aux"), ("au", "aux"), ("eu", "eux"))
_FRENCH_FEMININES = _by_last_letter(
    ("ien", "ienne"),
    ("eur", "euse"),
    ("teur", "trice"),
    ("eux", "euse"),
    ("if", "ive"),
    ("el", "elle"),
    ("al", "ale"),
    ("er", "ère"),
    ("é", "ée"),
    ("ant", "ante"),
    ("ent", "ente"),
    ("it", "ite"),
)
_LONG = re.compile(r"(.*[^aeiou])?(aa|ee|oo|uu)([^aeiou])\Z")
_SHORT = re.compile(r"(?:.*[^aeiou])?[aeiou]([bdfgklmnprst])\Z")
_VOWELS = re.compile(r"[aeiouy]+")


def forms(word: str, language: Language) -> set[str]:
    """``word``, in lower case, and what it may become."""
    if not word.isalpha() or len(word) < 2:
        return {word}
    return {word, *(_dutch(word) if language is Language.NL else _french(word))}


def _dutch(word: str) -> Iterator[str]:
    yield word + "s"
    for stem in _dutch_stems(word):
        yield stem + "en"
        if _DUTCH_ADJECTIVE.search(word):
            yield stem + "e"
    if word.endswith("e"):
        yield word + "n"
    yield from _ends(word, _DUTCH_ENDS)


def _dutch_stems(word: str) -> Iterator[str]:
    """oorzaak: oorzak-; wet: wett-; tabel: tabel-, tabell-; proef: proef-, proev-."""
    long, short = _LONG.match(word), _SHORT.match(word)
    stem = f"{long[1] or ''}{long[2][0]}{long[3]}" if long else word
    if short and not long:
        yield word + word[-1]
    if len(_VOWELS.findall(word)) > 1 or not short:
        yield stem
    if stem[-1] in "fs":
        yield stem[:-1] + {"f": "v", "s": "z"}[stem[-1]]


def _french(word: str) -> Iterator[str]:
    if word[-1] not in "sxz":
        yield word + "s"
    yield from _ends(word, _FRENCH_PLURALS)
    for feminine in _ends(word, _FRENCH_FEMININES):
        yield feminine
        yield feminine + "s"


def _ends(word: str, table: Ends) -> Iterator[str]:
    for end, other in table.get(word[-1], ()):
        if word.endswith(end) and len(word) > len(end) + 1:
            yield word.removesuffix(end) + other
