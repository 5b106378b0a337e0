"""The texts of a dossier in which a personal detail may stand, and what was found in them."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from portal.db import Model
from portal.i18n import Language, Translated
from portal.incidents.models import Incident
from portal.language.privacy import Gravity, Hit, Kind, find

OWN_TEXTS = ("title", "narrative", "found_how", "effects", "correction", "equipment")
LINES = ("no_causes_reason", "no_actions_reason", "vendor")
REFERENCES = ("product", "product_version", "prisma_reference")
KINDS: dict[Kind, LazyString] = {
    Kind.NATIONAL_NUMBER: _("This looks like a national number. Remove it"),
    Kind.EMAIL: _("This looks like an e-mail address"),
    Kind.PHONE: _("This looks like a telephone number"),
    Kind.BIRTH_DATE: _("This looks like a date of birth"),
    Kind.FILE_NUMBER: _("This looks like a file number"),
    Kind.NAME: _("This looks like a name"),
}


@dataclass(frozen=True)
class Place:
    """One text of a dossier: a column of the incident or of one of its rows."""

    row: Model
    name: str
    language: Language

    @property
    def text(self) -> str:
        """What stands there."""
        stored: str | Translated = getattr(self.row, self.name)
        return stored if isinstance(stored, str) else stored[self.language]

    @property
    def hits(self) -> list[Hit]:
        """What was found there; a reference of another register is a number by its nature."""
        found = find(self.text)
        if self.name in REFERENCES:
            return [hit for hit in found if hit.gravity is Gravity.BLOCKING]
        return found

    def write(self, text: str) -> None:
        """Put another text there."""
        stored: str | Translated = getattr(self.row, self.name)
        new = text if isinstance(stored, str) else stored.replace(self.language, text)
        setattr(self.row, self.name, new)


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
    for name in (*LINES, *REFERENCES):
        if getattr(incident, name):
            yield Place(incident, name, incident.language)


def digest(hit: Hit) -> str:
    """A name for a detail that does not say it: the same detail elsewhere has the same name."""
    letters = re.sub(r"\W", "", hit.text).casefold()
    return hashlib.sha256(f"{hit.kind} {letters}".encode()).hexdigest()


def undecided(incident: Incident) -> list[Hit]:
    """Each detail that looks personal and was not kept for a reason, once, in reading order."""
    hits = {digest(hit): hit for place in places(incident) for hit in place.hits}
    kept = {each.digest for each in incident.kept_details}
    return [hit for name, hit in hits.items() if name not in kept]


def blocking(incident: Incident) -> bool:
    """Whether a detail stands somewhere that may be nowhere."""
    return any(hit.gravity is Gravity.BLOCKING for place in places(incident) for hit in place.hits)
