"""From text to the stems that are indexed, searched and highlighted, in Dutch and in French."""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from Stemmer import Stemmer

from portal.i18n import Language
from portal.search.stopwords import STOP_WORDS

MAX_WORD = 100
MAX_PARTS = 5
MAX_INITIALS = 3

_PLAIN = str.maketrans("_’‘ʼ‐‑", " '''--")  # noqa: RUF001
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_LETTER = rf"[\w\u0300-\u036f{_INVISIBLE}]"
_SPACE = "[ \u00a0\u202f]?"
_WORD = re.compile(
    rf"(?P<kept>(?i:aujourd'hui)(?!{_LETTER})"
    rf"|(?<!{_LETTER})[^\W\d_]{_SPACE}&{_SPACE}[^\W\d_](?!{_LETTER}))"
    rf"|(?P<number>\d+(?:[.,]\d+)+{_LETTER}*)"
    rf"|{_LETTER}+(?:[-&]{_LETTER}+)*"
)
_NOT_IN_KEPT = re.compile(r"[^\w,]+")
_MEASURE = re.compile(r"(\d+(?:[.,]\d+)*)([^\W\d_]{2,3})")
_RUN = re.compile(r"[^-&]+")
_INVISIBLES = re.compile(f"[{_INVISIBLE}]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "đ": "d"})
_ELIDED = frozenset(["qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu"])


class Word(NamedTuple):
    """A word before any language reads it; ``start`` and ``end`` count in the original text.

    The parts of "back-up" share the position of the whole, which comes first.
    """

    form: str
    start: int
    end: int
    position: int


class Token(NamedTuple):
    """A word as one language indexes it."""

    stem: str
    start: int
    end: int
    position: int


def tokens(text: str, language: Language) -> Iterator[Token]:
    """The stems of ``text`` without its stop words, in order of position."""
    for form, start, end, position in words(text):
        if stemmed := stem(form, language):
            yield Token(stemmed, start, end, position)


def words(text: str) -> Iterator[Word]:
    """Cut ``text`` into words: elisions dropped, R&V and 7,7 in one piece, back-up also in parts.

    Words of more than ``MAX_WORD`` characters keep their position and are not given.
    """
    plain = text.translate(_PLAIN)
    position = 0
    for match in _WORD.finditer(plain):
        start, end = match.span()
        if match["kept"]:
            pieces = [Word(_NOT_IN_KEPT.sub("", match[0]), start, end, position)]
        elif _is_elided(plain, start, end):
            continue
        elif match[0].isalpha():
            pieces = [Word(match[0], start, end, position)]
        else:
            pieces = _pieces(plain, start, end, position)
        for piece in pieces:
            if piece.end - piece.start <= MAX_WORD:
                yield piece._replace(form=piece.form.lower())
        position = pieces[-1].position + 1


@lru_cache(maxsize=1 << 15)
def stem(form: str, language: Language) -> str:
    """What ``language`` indexes for a lower-case word; "" for a stop word or for nothing at all."""
    form = unicodedata.normalize("NFC", _INVISIBLES.sub("", form))
    folded = fold(form)
    if form in STOP_WORDS[language] or (form.isascii() and folded in _FOLDEDSTOP_WORDS[language]):
        return ""
    return _LIGHT[language](folded) if folded.isalpha() else folded


def fold(form: str) -> str:
    """Lower-case ``form`` without accents and ligatures: cœur becomes coeur, 7.7 becomes 7,7."""
    if form.isascii():
        return form.replace(".", ",")
    letters = unicodedata.normalize("NFKD", form.translate(_LIGATURES)).lower()
    return "".join(each for each in letters if each.isalnum() or each in ".,").replace(".", ",")[
        :MAX_WORD
    ]


def _is_elided(plain: str, start: int, end: int) -> bool:
    """Whether the word is the l of l'appareil, the jusqu of jusqu'à, the s of foto's."""
    single = end - start == 1
    if plain[end : end + 1] == "'" and end - start <= len("quelqu"):
        return single or plain[start:end].lower() in _ELIDED
    return single and plain[start - 1 : start] == "'"


def _pieces(plain: str, start: int, end: int, position: int) -> list[Word]:
    runs = [(start + run.start(), start + run.end()) for run in _RUN.finditer(plain[start:end])]
    whole = Word(_joined(plain, runs), start, end, position)
    if "&" in plain[start:end] and all(last - first <= MAX_INITIALS for first, last in runs):
        return [whole]
    parts = [part for first, last in runs for part in _measure(plain, first, last)]
    if len(parts) == 1:
        return [whole]
    if len(parts) > MAX_PARTS or whole.form.isdigit():
        return [
            Word(plain[first:last], first, last, position + index)
            for index, (first, last) in enumerate(parts)
        ]
    return [whole] + [Word(plain[first:last], first, last, position) for first, last in parts]


def _joined(plain: str, runs: list[tuple[int, int]]) -> str:
    return "".join(plain[first:last] for first, last in runs)


def _measure(plain: str, first: int, last: int) -> list[tuple[int, int]]:
    """Cut 6MV into 6 and MV, because half of the authors write 6 MV."""
    if last - first <= MAX_WORD and (match := _MEASURE.fullmatch(plain, first, last)):
        return [match.span(1), match.span(2)]
    return [(first, last)]


class _Stemmers(threading.local):
    """A Snowball stemmer may serve one thread at a time."""

    def __init__(self) -> None:
        self.dutch = Stemmer("dutch_porter", 0)
        self.french = Stemmer("french", 0)


_stemmers = _Stemmers()


def _dutch(folded: str) -> str:
    """Also bring together fractie and fracties, toestel and toestellen, which Snowball keeps."""
    if folded.endswith("ies") and len(folded) > 4:
        folded = folded[:-1]
    stemmed: str = _stemmers.dutch.stemWord(folded)
    doubled = len(stemmed) > 3 and stemmed[-1] == stemmed[-2] and stemmed[-1] in "bdfgklmnprst"
    return stemmed[:-1] if doubled else stemmed


def _french(folded: str) -> str:
    """Also bring together vérifié, vérifiée, vérifier: Snowball needs the accents that we fold."""
    bare = folded.removesuffix("s")
    if bare.endswith("ee") and len(bare) > 3:
        folded = bare[:-1]
    stemmed: str = _stemmers.french.stemWord(folded)
    return stemmed[:-1] if len(stemmed) > 4 and stemmed.endswith("i") else stemmed


_LIGHT = {Language.NL: _dutch, Language.FR: _french}
_FOLDED_STOP = {language: {fold(word) for word in stop} for language, stop in STOP_WORDS.items()}
