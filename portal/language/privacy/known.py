"""What the checks are told beside the text, and the lists that come with the portal."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypedDict

_DATA = Path(__file__).parent / "data"


class ShippedHospital(TypedDict):
    """A hospital in the list that comes with the portal."""

    nl: str
    fr: str
    short: list[str]


def lines(name: str) -> list[str]:
    """The lines of a list of words, its remarks left out."""
    text = (_DATA / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def shipped_hospitals() -> tuple[ShippedHospital, ...]:
    """The hospitals that come with the portal: ``nl``, ``fr`` and ``short``, their other names."""
    return tuple(json.loads((_DATA / "hospitals.json").read_text(encoding="utf-8")))


@cache
def shipped_names() -> tuple[str, ...]:
    """Every name of those hospitals."""
    names: list[str] = []
    for each in shipped_hospitals():
        names += [each["nl"], each["fr"], *each["short"]]
    return tuple(dict.fromkeys(names))


@dataclass(frozen=True)
class Known:
    """What is known of a text.

    ``hospitals``: their names, short ones too. ``things``: names that are nobody's, of systems and
    departments. ``systems``: in how many departments each system stands. ``vendors``: names of
    vendors and products of which the reader is told. ``incident_dates``: when it happened.
    """

    hospitals: tuple[str, ...] = field(default_factory=shipped_names)
    things: tuple[str, ...] = ()
    systems: Mapping[str, int] = field(default_factory=dict)
    vendors: tuple[str, ...] = ()
    incident_dates: tuple[date, ...] = ()
