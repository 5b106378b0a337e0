"""From text to the stems that are indexed, searched and highlighted, in Dutch and in French."""

import re
import threading
import unicodedata
from collections.abc import Collection, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from Stemmer import Stemmer

from portal.i18n import Language
from portal.search.words.apart import OWN, accented, groups
from portal.search.words.diminutives import undiminished
from portal.search.words.stopwords import FILLERS, STOP_WORDS
from portal.search.words.verbs import infinitives

MAX_TEXT = 200_000
MAX_WORD = 100
MAX_PARTS = 5
ALIKE = 6  # letters that a form has in common with its stem, or else it is spelled otherwise

_PLAIN = str.maketrans("_’‘ʼ‐‑", " '''--")  # noqa: RUF001
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_LETTER = rf"[\w\u0300-\u036f{_INVISIBLE}]"
_SPACE = "[ \u00a0\u202f]?"
_WORD = re.compile(
    rf"(?P<kept>(?i:aujourd'hui)(?!{_LETTER})"
    rf"|(?<!{_LETTER})[^\W\d_]{_SPACE}&{_SPACE}[^\W\d_](?!{_LETTER})"
    rf"|(?<!{_LETTER})(?i:te\s{{1,2}}(?:veel|weinig)|trop\s{{1,2}}peu)(?!{_LETTER}))"
    rf"|(?P<number>\d+(?:[.,]\d+)+{_LETTER}*)"
    rf"|{_LETTER}+(?:[-&]{_LETTER}+)*"
)
_ASKED = re.compile(r"-(?:t-(?:ils?|elles?|on)|ils?|elles?|ce)\Z", re.IGNORECASE)
_NOT_IN_KEPT = re.compile(r"[^\w,]+")
_MEASURE = re.compile(r"(\d+(?:[.,]\d+)*)([^\W\d_]{2,3})")
_RUN = re.compile(r"[^-]+")
_BETWEEN = re.compile(r"[^&]+")
_INITIALS = re.compile(r"[^&]{1,3}(?:&[^&]{1,3}){1,3}")
_INVISIBLES = re.compile(f"[{_INVISIBLE}]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ß": "ss", "ł": "l", "đ": "d"})
_ELIDED = frozenset(["qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu", "quelqu"])
LONGEST_ELIDED = max(map(len, _ELIDED))


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

    "Te veel" is one word, as many write it: its own words say nothing alone.

    The pronoun of a French question, a-t-il, is dropped too.

    Words of more than ``MAX_WORD`` characters keep their position and are not given; nothing is
    read beyond ``MAX_TEXT`` characters, which is a hundred pages.
    """
    plain = text[:MAX_TEXT].translate(_PLAIN)
    position = 0
    for match in _WORD.finditer(plain):
        start, end = match.span()
        if end - start <= LONGEST_ELIDED and not match["kept"] and _is_elided(plain, start, end):
            continue
        found = match[0]
        if found.isalpha() and end - start <= MAX_WORD:
            yield Word(found.lower(), start, end, position)
            position += 1
            continue
        for form, first, last, place in _in_pieces(plain, match, position):
            if last - first <= MAX_WORD:
                yield Word(form.lower(), first, last, place)
            position = place + 1


@lru_cache(maxsize=1 << 16)
def stem(form: str, language: Language) -> str:
    """What ``language`` indexes for a lower-case word; "" for a stop word or for nothing at all."""
    form = unicodedata.normalize("NFC", _INVISIBLES.sub("", form))
    folded = fold(form)
    if form in STOP_WORDS[language] or (form.isascii() and folded in _FOLDED_STOP[language]):
        return ""
    if kept := ACCENTED[language].get(form):
        return kept
    return LIGHT[language](folded) if folded.isalpha() else folded


def fold(form: str) -> str:
    """Lower-case ``form`` without accents and ligatures: cœur becomes coeur, 7.7 becomes 7,7."""
    if form.isascii():
        return form.replace(".", ",")
    letters = unicodedata.normalize("NFKD", form.translate(_LIGATURES)).lower()
    kept = (each for each in letters.replace(".", ",") if each.isalnum() or each == ",")
    return "".join(kept)[:MAX_WORD]


def spelled_otherwise(stems: Collection[str], language: Language) -> frozenset[str]:
    """The forms of words with one of ``stems`` that do not begin like it, such as gaf of gef."""
    return frozenset(form for each in stems for form in _otherwise(language).get(each, ()))


@cache
def _otherwise(language: Language) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for form in (*VERBS[language], *APART[language]):
        stemmed = stem(form, language)
        if not form.startswith(stemmed[:ALIKE]):
            found.setdefault(stemmed, []).append(form)
    return found


def _is_elided(plain: str, start: int, end: int) -> bool:
    """Whether the word is the l of l'appareil, the jusqu of jusqu'à, the s of foto's."""
    single = end - start == 1
    if plain[end : end + 1] == "'":
        return single or plain[start:end].lower() in _ELIDED
    return single and plain[start - 1 : start] == "'"


def _in_pieces(plain: str, match: re.Match[str], position: int) -> list[Word]:
    """A word that is not of letters only, or its parts; some marks in it say nothing."""
    start, end = match.span()
    if match["kept"]:
        return [Word(_NOT_IN_KEPT.sub("", match[0]), start, end, position)]
    asked = _ASKED.search(match[0])
    return _pieces(plain, start, start + asked.start() if asked else end, position)


def _pieces(plain: str, start: int, end: int, position: int) -> list[Word]:
    """The word whole and its parts, or only the parts of a chain too long to be one word."""
    parts = [
        part
        for run in _RUN.finditer(plain, start, end)
        for part in _parts(run[0], run.start(), position)
    ]
    whole = Word("".join(part.form for part in parts), start, end, position)
    if len(parts) == 1:
        return [whole]
    if len(parts) > MAX_PARTS or whole.form.isdigit():
        return [part._replace(position=position + index) for index, part in enumerate(parts)]
    return [whole, *parts]


def _parts(run: str, start: int, position: int) -> list[Word]:
    """R&V is one; Johnson&Johnson are two, and so is 6MV because half of the authors write 6 MV."""
    if run.isalpha() or _INITIALS.fullmatch(run):
        return [Word(run.replace("&", ""), start, start + len(run), position)]
    measure = _MEASURE.fullmatch(run) if len(run) <= MAX_WORD else None
    spans = (
        [measure.span(1), measure.span(2)]
        if measure
        else [between.span() for between in _BETWEEN.finditer(run)]
    )
    return [Word(run[first:last], start + first, start + last, position) for first, last in spans]


class _Stemmers(threading.local):
    """A Snowball stemmer may serve one thread at a time."""

    def __init__(self) -> None:
        self.dutch = Stemmer("dutch_porter", 0)
        self.french = Stemmer("french", 0)


_stemmers = _Stemmers()


def _dutch(folded: str) -> str:
    """Also bring together what Snowball keeps apart.

    fractie and fracties, toestel and toestellen, schijf and schijven, vergat and vergeten,
    tafel and tafeltje.
    """
    if kept := APART[Language.NL].get(folded):
        return kept
    folded = VERBS[Language.NL].get(folded, folded)
    folded = undiminished(folded)
    if folded.endswith("ies") and len(folded) > 4:
        folded = folded[:-1]
    stemmed: str = _stemmers.dutch.stemWord(folded)
    if len(stemmed) < 4:
        return stemmed
    before, last = stemmed[:-1], stemmed[-1]
    doubled = last == before[-1] and last in "bdfgklmnprst"
    return before if doubled else before + _SOFT.get(last, last)


def _french(folded: str) -> str:
    """Also bring together vérifié, vérifiée, vérifier: Snowball needs the accents that we fold.

    An irregular verb is its infinitive, so that servait and server stay apart.
    """
    if kept := APART[Language.FR].get(folded):
        return kept
    infinitive = VERBS[Language.FR].get(folded, "")
    if infinitive and not infinitive.endswith("er"):
        return infinitive
    folded = infinitive or folded
    bare = folded.removesuffix("s")
    if bare.endswith("ee") and len(bare) > 3:
        folded = bare[:-1]
    stemmed: str = _stemmers.french.stemWord(folded)
    return stemmed[:-1] if len(stemmed) > 4 and stemmed[-1] in "iy" else stemmed


def _folded_verbs(language: Language) -> dict[str, str]:
    found = infinitives(language)
    forms = {fold(form): fold(infinitive) for form, infinitive in found.items()}
    return forms if language is Language.NL else forms | {each: each for each in forms.values()}


def _apart(language: Language) -> dict[str, str]:
    every = ([fold(form.lower()) for form in forms] for forms in groups(language))
    return {form: forms[0] + OWN for forms in every for form in forms}


_SOFT = {"v": "f", "z": "s"}
APART = {language: _apart(language) for language in Language}
ACCENTED = {
    language: {form: fold(forms[0]) + OWN for forms in accented(language) for form in forms}
    for language in Language
}
VERBS = {language: _folded_verbs(language) for language in Language}
LIGHT = {Language.NL: _dutch, Language.FR: _french}
_FOLDED_STOP = {language: {fold(word) for word in stop} for language, stop in STOP_WORDS.items()}
_FILLERS = {
    language: {LIGHT[language](fold(word)) for word in fillers}
    for language, fillers in FILLERS.items()
}


def is_filler(form: str) -> bool:
    """Whether a lower-case word says little in a question, in either language."""
    return any(stem(form, language) in _FILLERS[language] for language in Language)
