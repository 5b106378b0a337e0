"""What a passage is about, as keys that both languages share."""

import re
from functools import cache, lru_cache
from pathlib import Path

import Stemmer

from portal.i18n import Language
from portal.language.parity.texts import Passage, fold

Keys = frozenset[object]
_DATA = Path(__file__).with_name("common_words.txt")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_STEMMERS = {Language.NL: "dutch", Language.FR: "french"}
_SOUNDS = (("ph", "f"), ("qu", "k"), ("c", "k"), ("y", "i"), ("z", "s"), ("h", ""), ("x", "ks"))
_LINK = 4
COGNATE = 5


@cache
def _stemmer(language: Language) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS[language])


def common_lines() -> list[str]:
    """The list of everyday words as it stands: on each line Dutch words, " = ", French ones."""
    return _DATA.read_text(encoding="utf-8").splitlines()


@cache
def _common() -> dict[Language, dict[str, frozenset[int]]]:
    """The stems of everyday words, with the numbers of the lines on which they stand."""
    found: dict[Language, dict[str, frozenset[int]]] = {language: {} for language in Language}
    for number, line in enumerate(common_lines()):
        for language, words in zip(Language, line.split(" = "), strict=True):
            for stem in _stemmer(language).stemWords([fold(word) for word in words.split()]):
                found[language][stem] = found[language].get(stem, frozenset()) | {number}
    return found


@lru_cache(maxsize=8192)
def keys_of(word: str, language: Language) -> frozenset[object]:
    """The keys of one word: lines of the list, its sound in both languages, its Dutch parts."""
    folded = fold(word)
    common = _common()[language]
    found: set[object] = set(common.get(_stemmer(language).stemWord(folded), ()))
    if len(folded) >= COGNATE:
        found.add(_sound(folded))
    if not found & set(range(len(common))) and language is Language.NL:
        found |= _parts(folded)
    return frozenset(found)


def _sound(folded: str) -> str:
    for old, new in _SOUNDS:
        folded = folded.replace(old, new)
    return re.sub(r"(.)\1", r"\1", folded)[:COGNATE]


def _parts(word: str) -> set[object]:
    """The keys of the words of which a Dutch word is made: bestralings + toestel."""
    common, stem = _common()[Language.NL], _stemmer(Language.NL).stemWord
    for cut in range(_LINK, len(word) - 2):
        tail = common.get(stem(word[cut:]))
        head = common.get(stem(word[:cut])) or common.get(stem(word[:cut].removesuffix("s")))
        if tail or head:
            return set(tail or ()) | set(head or ())
    return set()


def keys(passage: Passage) -> Keys:
    """What ``passage`` speaks of, words and acronyms."""
    found: set[object] = set()
    for match in _WORD.finditer(passage.words):
        found |= keys_of(match[0], passage.language)
        if len(match[0]) > 1 and match[0].isupper():
            found.add(match[0])
    return frozenset(found)
