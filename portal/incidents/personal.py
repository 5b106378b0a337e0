"""The texts of a dossier in which a personal detail may stand, and what was found in them."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from portal.db import Model
from portal.i18n import Language, Translated
from portal.incidents.models import Incident
from portal.language import privacy
from portal.language.finding import Finding
from portal.language.privacy import rules

OWN_TEXTS = ("title", "narrative", "found_how", "effects", "correction", "equipment")
LINES = ("no_causes_reason", "no_actions_reason", "vendor")
REFERENCES = ("product", "product_version", "prisma_reference")
KINDS: dict[str, LazyString] = {
    rules.NATIONAL_NUMBER: _("This looks like a national number. Remove it"),
    rules.EMAIL: _("This looks like an e-mail address"),
    rules.PHONE: _("This looks like a telephone number"),
    rules.BIRTH_DATE: _("This looks like a date of birth"),
    rules.FILE_NUMBER: _("This looks like a file number"),
    rules.ADDRESS: _("This looks like an address"),
    rules.NAME: _("This looks like a name"),
}


@dataclass(frozen=True)
class Hit:
    """A detail in a text of a dossier: what was found, and the words."""

    finding: Finding
    text: str

    @property
    def rule(self) -> str:
        """What it looks like: a rule of the privacy check."""
        return self.finding.rule

    @property
    def start(self) -> int:
        """Where it starts."""
        return self.finding.span.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.finding.span.end

    @property
    def blocking(self) -> bool:
        """A national number may be nowhere; in a dossier, anything else may turn out nobody's."""
        return self.rule == rules.NATIONAL_NUMBER


@dataclass(frozen=True)
class Place:
    """One text of a dossier: a column of the incident or of one of its rows."""

    row: Model
    name: str
    language: Language
    things: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What stands there."""
        stored: str | Translated = getattr(self.row, self.name)
        return stored if isinstance(stored, str) else stored[self.language]

    @property
    def hits(self) -> list[Hit]:
        """What was found there; a reference of another register is a number by its nature."""
        found = find(self.text, self.language, self.things)
        if self.name in REFERENCES:
            return [hit for hit in found if hit.blocking]
        return found

    def write(self, text: str) -> None:
        """Put another text there."""
        stored: str | Translated = getattr(self.row, self.name)
        new = text if isinstance(stored, str) else stored.replace(self.language, text)
        setattr(self.row, self.name, new)


def find(text: str, language: Language, things: Iterable[str] = ()) -> list[Hit]:
    """Every personal detail in ``text``, in order; ``things`` are names that are nobody's."""
    known = privacy.Known(things=tuple(things))
    return [
        Hit(each, each.span.of(text))
        for each in privacy.check(text, language, known)
        if each.rule in privacy.PERSONAL
    ]


def things_of(incident: Incident) -> tuple[str, ...]:
    """What has a name in the department and is nobody: its systems, the department itself."""
    home = incident.department
    equipment = [incident.equipment[language] for language in incident.equipment.languages]
    return (*home.system_list, *equipment, home.name.nl, home.name.fr)


def places(incident: Incident) -> Iterator[Place]:
    """Every text that somebody typed, in the order in which a dossier is read."""
    rows: list[tuple[Model, str]] = [(incident, name) for name in OWN_TEXTS]
    rows += [(moment, "text") for moment in incident.moments]
    rows += [(cause, "text") for cause in incident.causes]
    rows += [(barrier, "text") for barrier in incident.barriers]
    rows += [(action, name) for action in incident.actions for name in ("text", "measure")]
    things = things_of(incident)
    for row, name in rows:
        for language in getattr(row, name).languages:
            yield Place(row, name, language, things)
    for name in (*LINES, *REFERENCES):
        if getattr(incident, name):
            yield Place(incident, name, incident.language, things)


def digest(hit: Hit) -> str:
    """A name for a detail that does not say it: the same detail elsewhere has the same name."""
    letters = re.sub(r"\W", "", hit.text).casefold()
    kind = hit.rule.removeprefix("privacy.")
    return hashlib.sha256(f"{kind} {letters}".encode()).hexdigest()


def undecided(incident: Incident) -> list[Hit]:
    """Each detail that looks personal and was not kept for a reason, once, in reading order."""
    hits = {digest(hit): hit for place in places(incident) for hit in place.hits}
    kept = {each.digest for each in incident.kept_details}
    return [hit for name, hit in hits.items() if name not in kept]


def blocking(incident: Incident) -> bool:
    """Whether a detail stands somewhere that may be nowhere."""
    return any(hit.blocking for place in places(incident) for hit in place.hits)
