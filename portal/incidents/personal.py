"""The texts of a dossier in which a personal detail may stand, and what was found in them."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.db import Model
from portal.i18n import Language
from portal.incidents.models import Incident
from portal.language.privacy import Gravity, Hit, find

OWN_TEXTS = ("title", "narrative", "found_how", "effects", "correction", "equipment")


@dataclass(frozen=True)
class Place:
    """One text of a dossier: a column of the incident or of one of its rows."""

    row: Model
    name: str
    language: Language

    @property
    def text(self) -> str:
        """What stands there."""
        text: str = getattr(self.row, self.name)[self.language]
        return text

    def write(self, text: str) -> None:
        """Put another text there."""
        stored = getattr(self.row, self.name)
        setattr(self.row, self.name, stored.replace(self.language, text))


def places(incident: Incident) -> Iterator[Place]:
    """Every text that somebody typed, in the order in which a dossier is read."""
    rows: list[tuple[Model, str]] = [(incident, name) for name in OWN_TEXTS]
    rows += [(moment, "text") for moment in incident.moments]
    rows += [(cause, "text") for cause in incident.causes]
    rows += [(barrier, "text") for barrier in incident.barriers]
    rows += [(action, name) for action in incident.actions for name in ("text", "measure")]
    for row, name in rows:
        for language in getattr(row, name).languages:
            yield Place(row, name, language)


def digest(hit: Hit) -> str:
    """A name for a detail that does not say it: the same detail elsewhere has the same name."""
    letters = re.sub(r"\W", "", hit.text).casefold()
    return hashlib.sha256(f"{hit.kind} {letters}".encode()).hexdigest()


def blocking(incident: Incident) -> bool:
    """Whether a detail stands somewhere that may be nowhere."""
    return any(
        hit.gravity is Gravity.BLOCKING for place in places(incident) for hit in find(place.text)
    )
