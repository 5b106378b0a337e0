"""A text as the checks read it: plain signs in the place of special ones, and its words.

Nothing changes its place: whatever is found is found at its own characters.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

QUOTES = "’‘`\u02bc\u00b4\u2032\uff07"
UNSEEN = "\u200b"
_WORD = re.compile(
    r"(?:(?<![\w'])(?:[dlnjmtsco]|qu)'(?=[^\W\d_]))|(?<![\w'])'t(?= )"
    r"|[^\W\d_]+(?:['\-][^\W\d_]+)*",
    re.IGNORECASE,
)
_PART = re.compile(r"[^\W\d_]+")
_SIGNS = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"  # arrows, ticks, faces: no words
_OPENS = re.compile(
    rf"(?:[.!?:;…\n\"«»“”(\[•·|{_SIGNS}]|\n[ \t]*-)[\s\"'«“”(\[•·\-\u200b{_SIGNS}]*\Z"
)
_GLUED = frozenset("&/+@_#=\\0123456789")


class _Table(dict[int, str]):
    """One sign for each sign, worked out when it is first met."""

    def __init__(self, change: Callable[[str], str]) -> None:
        super().__init__()
        self.change = change

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        changed = self.change(sign)
        self[code] = changed if len(changed) == 1 else sign
        return self[code]


def _plain(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "Pd" or sign == "−":
        return "-"
    if category == "Zs":
        return " "
    if category == "Cf":
        return UNSEEN
    if sign in QUOTES:
        return "'"
    return unicodedata.normalize("NFKC", sign) if category[0] in "LPS" else sign


def _bare(sign: str) -> str:
    letters = unicodedata.normalize("NFKD", sign.lower())
    letters = "".join(each for each in letters if not unicodedata.combining(each))
    return {"\u0131": "i", "ł": "l", "đ": "d", "ø": "o"}.get(letters, letters)


_PLAIN = _Table(_plain)
_BARE = _Table(_bare)


@dataclass(frozen=True)
class Word:
    """A word in its place. ``gap`` is what stands between the word before it and this one."""

    text: str
    folded: str
    start: int
    end: int
    gap: str
    opens: bool
    after: str

    @property
    def capital(self) -> bool:
        """Whether it starts with a capital and goes on in small letters, in its last part too."""
        tail = re.split(r"['\-]", self.text)[-1]
        return self.text[0].isupper() and not self.upper and tail[:1].isupper()

    @property
    def upper(self) -> bool:
        """Whether it is all capitals, and more than one."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def initial(self) -> bool:
        """Whether it is one capital letter, as in J. Peeters."""
        return len(self.text) == 1 and self.text.isupper() and not self.glued

    @property
    def glued(self) -> bool:
        """Whether digits or signs hang on to it, as in T3 and R&V: a code, not a word."""
        return self.gap[-1:] in _GLUED or self.after in _GLUED

    @property
    def mixed(self) -> bool:
        """Whether capitals stand inside it, as in TrueBeam."""
        inner = re.sub(r"^(?:Mac|Mc|De|Van|Le|Du)(?=[A-Z])", "", self.text)
        return not self.upper and bool(re.search(r"[^\W\d_][^\W\d_]*(?<=[a-zß-ÿ])[A-Z]", inner))


@dataclass(frozen=True)
class Part:
    """A word, or a piece of one between hyphens or apostrophes."""

    folded: str
    start: int
    end: int


class Reading:
    """A text with its plain form, its folded form and its words, each worked out once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.plain = text.translate(_PLAIN)

    @cached_property
    def folded(self) -> str:
        """The plain form in small letters without accents."""
        return fold(self.plain)

    @cached_property
    def parts(self) -> list[Part]:
        """Every piece of letters."""
        found = _PART.finditer(self.plain)
        return [Part(self.folded[m.start() : m.end()], m.start(), m.end()) for m in found]

    @cached_property
    def words(self) -> list[Word]:
        """Every word, those of two parts whole: Dubois-Lambert; what is elided apart: d’ Hondt."""
        words: list[Word] = []
        before = 0
        for match in _WORD.finditer(self.plain):
            start, end = match.span()
            gap = self.plain[before:start]
            opens = bool(_OPENS.search(gap if words else f"\n{gap}"))
            after = self.plain[end : end + 1]
            folded = self.folded[start:end]
            words.append(Word(match[0], folded, start, end, gap, opens, after))
            before = end
        return words


def fold(text: str) -> str:
    """Small letters without accents, each in its place."""
    return text.translate(_BARE)
