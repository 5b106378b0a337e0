"""Which words people say all day, whatever they talk about: naast, mensen, rien, travailler.

How often is counted in the subtitles of films, of which pyspellchecker has the figures. A
collection of reports is too small to tell that such a word says little when it is in few of them.
"""

import gzip
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from portal.i18n import Language
from portal.search.words.analysis import stem

SHARE = 1e-4  # of all that is said: one word in ten thousand
_SAID = re.compile(r'"([^"\\]+)":\s*(\d{4,})')  # a thousand times, of about 370 million words


def is_ordinary(stemmed: str, language: Language) -> bool:
    """Whether the forms of a stem are one word in ten thousand that is said in a language."""
    return stemmed in _ordinary(language)


def is_said(form: str) -> bool:
    """Whether a lower-case word is said in either language, so that it is no slip of the hand."""
    return any(form in _said(language) for language in Language)


@cache
def _said(language: Language) -> Mapping[str, int]:
    """How often each word is said that is said a thousand times."""
    counted = files("spellchecker") / "resources" / f"{language}.json.gz"
    text = gzip.decompress(counted.read_bytes()).decode()
    return {word: int(count) for word, count in _SAID.findall(text)}


@cache
def _ordinary(language: Language) -> frozenset[str]:
    said = Counter[str]()
    for word, count in _said(language).items():
        said[stem(word, language)] += count
    return frozenset(each for each, count in said.items() if each and count >= SHARE * said.total())
