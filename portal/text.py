"""What every typed or imported text passes through before it is stored."""

import re
import unicodedata

# Line ends and tabs stay; other control characters, NUL included, and lone surrogates go.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|\x85")


def clean(text: str | None) -> str:
    """The same words in a form that every database keeps: NFC, one kind of line end, no NUL."""
    if not text:
        return ""
    lines = _LINE_END.sub("\n", text)
    return unicodedata.normalize("NFC", _UNSTORABLE.sub("", lines)).strip()


def sort_key(text: str) -> str:
    """Text as lists are sorted: Élodie beside Els, whatever the case."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(each for each in parts if not unicodedata.combining(each)).casefold()


def one_line(text: str | None) -> str:
    """The same, on one line."""
    return " ".join(clean(text).split())
