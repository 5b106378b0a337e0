"""The machines and systems that an event names: what two events may have in common."""

import re
from collections.abc import Iterable

from portal.text import one_line

_BETWEEN = re.compile(r"[,;\n]")


def named(texts: Iterable[str]) -> dict[str, str]:
    """Each name in texts such as "Planivera TPS, Orbiton R&V", by what it is compared with."""
    names = (one_line(name) for text in texts for name in _BETWEEN.split(text))
    return {name.casefold(): name for name in names if name}


def longest(names: Iterable[str]) -> list[str]:
    """These names without those that another one begins with: Orbiton R&V says Orbiton too."""
    every = list(dict.fromkeys(names))
    return [
        name
        for name in every
        if not any(other != name and other.startswith(f"{name} ") for other in every)
    ]
