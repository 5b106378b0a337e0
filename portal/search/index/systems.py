"""The machines and systems that an event names: what two events may have in common."""

import re
from collections.abc import Iterable

from portal.text import one_line

SHORTEST = 3  # letters of a vendor
LONGEST_UNBROKEN = 20
_BETWEEN = re.compile(r"[,;\n]")


def named(texts: Iterable[str]) -> dict[str, str]:
    """Each name in texts such as "Planivera TPS, Orbiton R&V", by what it is compared with."""
    names = (one_line(name) for text in texts for name in _BETWEEN.split(text))
    return {name.casefold(): name for name in names if name}


def filed(texts: Iterable[str]) -> tuple[str, ...]:
    """Under which names texts are found: those that they name, and Planivera of Planivera TPS.

    So a REX, which has no vendor, stands with the dossiers of its vendor; and Linac 2 with Linac 1.
    """
    every = named(texts)
    makers = (name.partition(" ")[0] for name in every.values() if " " in name)
    every = named(each for each in makers if len(each) >= SHORTEST and each[0].isupper()) | every
    return tuple(sorted(every.values()))


def unbroken(name: str) -> str:
    """A short name with spaces at which no line ends, so that Toravel and T3 stay together."""
    return name.replace(" ", "\u00a0") if len(name) <= LONGEST_UNBROKEN else name


def longest(names: Iterable[str]) -> list[str]:
    """These names without those that another one begins with: Orbiton R&V says Orbiton too."""
    every = list(dict.fromkeys(names))
    return [
        name
        for name in every
        if not any(other != name and other.startswith(f"{name} ") for other in every)
    ]
