"""The parts of a Dutch compound: words of the glossary, of a list of our own, and everyday ones."""

from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from portal.i18n import Language
from portal.language.compounds import HELPERS, Splitter
from portal.language.glossary import shipped
from portal.language.inflection import forms
from portal.search.words.analysis import fold
from portal.search.words.everyday import everyday_dutch

OWN = Path(__file__).with_name("dutch_words.txt")
_PART = 4  # letters of a word of the glossary that may be a part; shorter ones are in our list
_EVERYDAY_PART = 6  # and of one of the everyday list
_PREFIXES = frozenset(("achter", "binnen", "boven", "buiten", "onder", "over", "voor", "weg"))


@lru_cache(maxsize=1 << 14)
def parts(word: str) -> tuple[str, ...]:
    """The words that ``word``, in lower case, is made of; none if it is no compound."""
    folded = fold(word.replace("-", ""))
    found = _apart(folded)
    return found if len(found) > 1 else ()


def _apart(word: str) -> tuple[str, ...]:
    if word in HELPERS or word in _listed()[1]:
        return (word,)
    spans = _splitter().split(word, apart=True)
    if len(spans) < 2:
        return (word,)
    found = _unlinked([word[start:end] for start, end in spans])
    return tuple(part for each in found for part in _apart(each))


def _unlinked(found: list[str]) -> list[str]:
    """Give an s back that was taken for a link: nood and stop, not noods and top."""
    known = _words()
    for at, (first, second) in enumerate(pairwise(found)):
        if first.endswith("s") and first[:-1] in known and f"s{second}" in known:
            found[at : at + 2] = first[:-1], f"s{second}"
    return found


@cache
def _splitter() -> Splitter:
    return Splitter(_words())


@cache
def _words() -> frozenset[str]:
    """Every form of the words of which compounds are made, without accents."""
    said = {fold(word) for term in shipped() for text in term.nl for word in text.split()}
    glossary = {word for word in said if len(word) >= _PART and word.isalpha()}
    own = _listed()[0]
    everyday = {fold(word) for word in everyday_dutch() if len(word) >= _EVERYDAY_PART}
    known = (glossary | own | HELPERS | everyday) - _PREFIXES
    return frozenset(fold(form) for word in known for form in forms(word, Language.NL)) - _PREFIXES


@cache
def _listed() -> tuple[frozenset[str], frozenset[str]]:
    """Our own words of which compounds are made, and after a blank line those never taken apart."""
    made, whole = OWN.read_text(encoding="utf-8").split("\n\n")
    return frozenset(made.split()), frozenset(whole.split())
