"""What looks like a dossier: other dossiers by their features, published REX by their words.

It is only shown; whether two are about the same, an analyst decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from portal.db import db
from portal.i18n import Translated
from portal.incidents import similar
from portal.incidents.cause import Cause
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import ProcessStep, Technique
from portal.permissions import Permission, allowed, can
from portal.web import current_user

MOST = 5
LEAST = 3  # features in common, of at least two kinds: most dossiers share a cause


@dataclass(frozen=True)
class Features:
    """What a dossier is compared by; each is a kind and a value, such as ``step``, ``ct``."""

    id: int
    reference: str
    title: Translated
    all: frozenset[tuple[str, str]]

    def shared(self, other: "Features") -> frozenset[tuple[str, str]]:
        """What both have in common, if that is enough to be alike."""
        common = self.all & other.all
        kinds = {kind for kind, _value in common}
        return common if len(common) >= LEAST and len(kinds) > 1 else frozenset()


@dataclass(frozen=True)
class Alike:
    """Another dossier, and in words what both have in common."""

    reference: str
    title: Translated
    why: str


def counts(incidents: Iterable[Incident]) -> dict[int, int]:
    """By id, how many dossiers look like each of ``incidents``; none where there are none."""
    everything = _features()
    by_id = {each.id: each for each in everything}
    found = {
        incident.id: len(_beside(by_id[incident.id], everything))
        for incident in incidents
        if incident.id in by_id
    }
    return {id_: count for id_, count in found.items() if count}


def dossiers(incident: Incident) -> list[Alike]:
    """At most five dossiers that look like this one, with the most in common first."""
    everything = _features()
    own = next((each for each in everything if each.id == incident.id), None)
    if own is None:
        return []
    like = _beside(own, everything)[:MOST]
    return [Alike(each.reference, each.title, _why(own.shared(each))) for each in like]


def part(incident: Incident) -> dict[str, Any] | None:
    """For who reads the inbox: like dossiers, and REX that share words with it."""
    user = current_user()
    if not can(user, Permission.DESK) or not can(user, Permission.INTERNAL_NOTE, incident):
        return None
    words = " ".join(text[incident.language] for text in (incident.title, incident.narrative))
    has_rex = incident.status is IncidentStatus.PUBLISHED
    bulletins = [] if has_rex else similar.to_text(words)
    found = {"dossiers": dossiers(incident), "bulletins": bulletins}
    return found if any(found.values()) else None


def _beside(own: Features, everything: list[Features]) -> list[Features]:
    """The dossiers that have enough in common with this one; the newest of the like first."""
    like = [each for each in everything if each.id != own.id and own.shared(each)]
    return sorted(like, key=lambda each: (-len(own.shared(each)), -each.id))


def _features() -> list[Features]:
    """What every dossier that this person may read is compared by, in two queries."""
    readable = allowed(current_user(), Permission.INCIDENT_READ, Incident)
    codes: dict[int, set[tuple[str, str]]] = {}
    of_causes = select(Cause.incident_id, Cause.code).join(Incident).where(readable)
    for id_, code in db.session.execute(of_causes):
        codes.setdefault(id_, set()).update({("cause", code.value)} if code else set())
    names = (Incident.id, Incident.reference, Incident.title)
    columns = (Incident.step_arose, Incident.technique, Incident.vendor)
    rows = db.session.execute(select(*names, *columns).where(readable))
    return [
        Features(id_, name, title, frozenset(_told(step, how, vendor) | codes.get(id_, set())))
        for id_, name, title, step, how, vendor in rows
    ]


def _told(step: ProcessStep, technique: Technique | None, vendor: str) -> set[tuple[str, str]]:
    """The features that say something: not ``unknown``, not ``other``, not an empty name."""
    found = {("vendor", vendor.strip().casefold())} if vendor.strip() else set()
    if step is not ProcessStep.UNKNOWN:
        found.add(("step", step.value))
    if technique and technique is not Technique.OTHER:
        found.add(("technique", technique.value))
    return found


def _why(common: frozenset[tuple[str, str]]) -> str:
    kinds = {kind for kind, _value in common}
    words = {"step": _("same step"), "technique": _("same technique"), "vendor": _("same vendor")}
    told = [word for kind, word in words.items() if kind in kinds]
    if codes := sorted(value for kind, value in common if kind == "cause"):
        told.append(_("same cause (%(codes)s)", codes=", ".join(codes)))
    return " · ".join(told)
