"""Events that look like one another; the search layer says which, when it is there.

It only suggests: whether two events have to do with each other, people decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import Flask, current_app

from portal.i18n import Language, Translated
from portal.incidents.models import Incident

NAME = "similar"


@dataclass(frozen=True)
class Why:
    """Something that two events have in common, in words of the page.

    ``words`` are those of the other event, in ``language``.
    """

    said: str
    words: tuple[str, ...] = ()
    language: Language = Language.NL


@dataclass(frozen=True)
class Similar:
    """An event that looks like another: a REX, or a dossier, which has a ``reference``.

    ``title`` is in ``language``.
    """

    label: str
    url: str
    title: str
    language: Language
    facts: str = ""
    why: tuple[Why, ...] = ()
    reference: str = ""


class Finder(Protocol):
    """What looks for events: only those that the person who asks may see."""

    def to_text(self, text: Translated, incident: Incident | None) -> list[Similar]:
        """The events most like a text that is being written, perhaps of a dossier."""

    def to_dossier(self, incident: Incident) -> list[Similar]:
        """The dossiers and REX most like a dossier."""

    def counts(self, incidents: Sequence[Incident]) -> dict[int, int]:
        """By id, how many dossiers look like each; none where there are none."""


def found_by(app: Flask, finder: Finder) -> None:
    """Let ``finder`` look for similar events."""
    app.extensions[NAME] = finder


def to_text(text: Translated, incident: Incident | None = None) -> list[Similar]:
    """The events most like a text, which is neither stored nor logged."""
    finder = _finder()
    return finder.to_text(text, incident) if finder and text else []


def to_dossier(incident: Incident) -> list[Similar]:
    """The dossiers and REX most like a dossier."""
    finder = _finder()
    return finder.to_dossier(incident) if finder else []


def counts(incidents: Sequence[Incident]) -> dict[int, int]:
    """By id, how many dossiers look like each of ``incidents``; none where there are none."""
    finder = _finder()
    return finder.counts(incidents) if finder else {}


def _finder() -> Finder | None:
    return current_app.extensions.get(NAME)
