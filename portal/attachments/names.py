"""What a file is called in the dossier: readable, harmless, and without a national number."""

import re
import unicodedata
from pathlib import PurePosixPath

from portal.language.privacy import national_numbers
from portal.text import one_line

LONGEST = 80
NAMELESS = "attachment"
MASK = "xxx"
KNOWN_ENDINGS = {".pdf", ".png", ".jpg", ".jpeg", ".jpe", ".jfif"}
_NOT_IN_NAMES = re.compile(r'[<>:"|?*%]')
_OF_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def named(given: str, extension: str) -> str:
    """The name as it is kept: one line, no path, no hidden signs, the ending of its content."""
    last = re.split(r"[/\\]", one_line(given))[-1]
    path = PurePosixPath(_visible(last).strip(". "))
    stem = path.stem if path.suffix.lower() in KNOWN_ENDINGS else path.name
    stem = _NOT_IN_NAMES.sub("_", _masked(stem))[:LONGEST].strip(". ") or NAMELESS
    if _OF_WINDOWS.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem}.{extension}"


def shown(given: str) -> str:
    """The name of a file that is not kept, as a message may repeat it."""
    last = re.split(r"[/\\]", one_line(given))[-1]
    return _masked(_visible(last))[:LONGEST] or NAMELESS


def has_national_number(given: str) -> bool:
    """Whether the name holds what may stand nowhere."""
    return _masked(_visible(one_line(given))) != _visible(one_line(given))


def _visible(text: str) -> str:
    """Without signs that turn the direction of reading, join, or show as nothing."""
    return "".join(each for each in text if unicodedata.category(each) not in {"Cf", "Co", "Cn"})


def _masked(text: str) -> str:
    for number in reversed(national_numbers(text)):
        text = text[: number.span.start] + MASK + text[number.span.end :]
    return text
