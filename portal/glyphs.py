"""Which letters the print font has, and what stands in a document for the others."""

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

STATIC = Path(__file__).resolve().parent / "static"
WITHOUT_GLYPH = "\n\t\u00ad\u200b\u2060"
SUBSTITUTE = "□"


@cache
def letters() -> frozenset[str]:
    """What every style of the print font can show, and what needs no glyph to be useful."""
    styles = [TTFont(path) for path in (STATIC / "fonts").glob("*.ttf")]
    shown = frozenset.intersection(*(frozenset(style.getBestCmap()) for style in styles))
    return frozenset(map(chr, shown)) | set(WITHOUT_GLYPH)


def stand_in(letter: str) -> str:
    """What is printed for a letter that the font lacks: nothing for invisible ones, else a box."""
    invisible = unicodedata.category(letter) in ("Cc", "Cf") or "\ufe00" <= letter <= "\ufe0f"
    return "" if invisible else SUBSTITUTE


def unprintable(text: str) -> list[str]:
    """The letters of ``text`` that a document shows as a box, in the order of their codes."""
    return sorted(letter for letter in set(text) - letters() if stand_in(letter))
