"""Words that blame somebody, in either language, each with neutral ones to put in their place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.i18n import Language

_DATA = Path(__file__).parent / "data"
_ARROW, _ACCENTED, _INNOCENT = " => ", "accented ", "innocent"


@dataclass(frozen=True)
class Blame:
    """Words that blame, as a pattern on small letters, and what could stand there instead.

    The pattern reads text without accents unless it is ``accented``.
    """

    pattern: re.Pattern[str]
    instead: tuple[str, ...]
    accented: bool


@cache
def blaming(language: Language) -> tuple[Blame, ...]:
    """What blames in ``language``."""
    meanings = dict(_meanings(language))
    found = []
    for line in _lines(language):
        pattern, arrow, instead = line.partition(_ARROW)
        if arrow:
            words = pattern.removeprefix(_ACCENTED)
            accented = pattern.startswith(_ACCENTED)
            for name in ("whose", "staff"):
                words = words.replace(f"<{name}>", meanings[name])
            whole = re.compile(rf"(?<![\w\-]){words}(?!\w)")
            found.append(Blame(whole, tuple(instead.split(" | ")), accented))
    return tuple(found)


@cache
def innocent(language: Language) -> re.Pattern[str]:
    """What holds a word that blames, and blames nobody."""
    return re.compile("|".join(text for name, text in _meanings(language) if name == _INNOCENT))


def _meanings(language: Language) -> Iterator[tuple[str, str]]:
    for line in _lines(language):
        name, equals, text = line.partition(" = ")
        if equals and _ARROW not in line:
            yield name, text


def _lines(language: Language) -> list[str]:
    text = (_DATA / f"blame_{language.value}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
