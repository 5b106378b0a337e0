"""The words of a text as a glossary reads them, and how far two of them may stand apart."""

import re
import unicodedata
from typing import NamedTuple

from portal.i18n import Language

_LETTER = r"(?:[^\W\d_][\u0300-\u036f\u00ad]*)"
_WORD = re.compile(
    rf"(?<!\w)[A-Za-z] ?& ?[A-Za-z](?!\w)|{_LETTER}+(?=['’]s(?!\w))['’]s|{_LETTER}+|\d+(?:[.,]\d+)*"
)
_PLURAL = re.compile(r"['’]s\Z")
_JOINT = re.compile(r"[-\u2010\u2011'’/]?[ \t\u00a0\u202f]*\n?[ \t\u00a0\u202f]*\Z")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_SKIPPED = {
    Language.NL: frozenset(["de", "het"]),
    Language.FR: frozenset(["d", "de", "des", "du", "l", "la", "le", "les"]),
}


class Word(NamedTuple):
    """A word in lower case; ``start`` and ``end`` count in the text.

    ``joint`` is false where more than a space, a hyphen or an apostrophe, or an article, parts it
    from the word before it.
    """

    form: str
    start: int
    end: int
    joint: bool


def content(text: str, language: Language) -> list[Word]:
    """The words and numbers of ``text``, in order: R&V in one piece, back-up in two.

    Articles are left out, and "de" in French: a term may have them or lack them.
    """
    found, end, joint = list[Word](), 0, True
    for match in _WORD.finditer(text):
        start = match.start()
        joint = joint and bool(_JOINT.match(text, end, start))
        form, end = _lower(match[0]), match.end()
        if not _is_skipped(form, text[end : end + 1], language):
            found.append(Word(form, start, end, joint))
            joint = True
    return found


def _is_skipped(form: str, after: str, language: Language) -> bool:
    """Whether it is an article; the d of 4D is none, that of d'irradiation is."""
    return form in _SKIPPED[language] and (len(form) > 1 or after in {"'", "’"})


def _lower(word: str) -> str:
    """A word as it is compared: MLC’s becomes mlc, R & V becomes r&v; accents stay."""
    composed = unicodedata.normalize("NFC", _PLURAL.sub("", word)).replace("\u00ad", "")
    return composed.replace(" ", "").lower()


def unaccented(form: str) -> str:
    """The same word as typed in haste: séance becomes seance, œsophage oesophage."""
    if form.isascii():
        return form
    letters = unicodedata.normalize("NFKD", form.translate(_LIGATURES))
    return "".join(each for each in letters if not unicodedata.combining(each))
