"""The words of the lists in which incidents are coded, read from the files in ``lists/``."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal.i18n import Translated

FOLDER = Path(__file__).with_name("lists")
NOTHING = Translated()


@dataclass(frozen=True)
class Term:
    """One code in words, and what it is called in other taxonomies, empty where it is unknown.

    ``confirmed`` is false for what the College of physicians or the regulator must still confirm.
    """

    label: Translated
    meaning: Translated = NOTHING
    example: Translated = NOTHING
    confirmed: bool = True
    prisma: str = ""
    aapm: str = ""
    nsir: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """One list in words."""

    title: Translated
    explained: Translated
    terms: dict[str, Term]


@cache
def vocabulary(name: str) -> Vocabulary:
    """The words of the list that is called ``name`` in the program."""
    file = FOLDER / f"{re.sub(r'(?<!^)(?=[A-Z])', '_', name).lower()}.toml"
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return Vocabulary(
        title=Translated(**data["title"]),
        explained=Translated(**data.get("explained", {})),
        terms={code: _term(row) for code, row in data["codes"].items()},
    )


def _term(row: dict[str, Any]) -> Term:
    texts = {name: Translated(**value) for name, value in row.items() if isinstance(value, dict)}
    return Term(**row | texts)
