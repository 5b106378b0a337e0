"""What became of a term, in words that people use: who changed what, and when."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import LazyString, gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import Person
from portal.glossary.labels import DOMAINS, FIELDS, GENDERS, KINDS, STATUSES
from portal.glossary.models import GlossaryTerm, values_of
from portal.i18n import Language, format_moment
from portal.language.terms import Term
from portal.trail import TrailEntry, subject_of

CODED: dict[str, dict[Any, LazyString]] = {
    "domain": dict(DOMAINS),
    "kind": dict(KINDS),
    "gender": dict(GENDERS),
    "status": dict(STATUSES),
}


@dataclass(frozen=True)
class Change:
    """One text or choice of a term, before and after; ``language`` is that of both."""

    label: LazyString
    before: str
    after: str
    language: Language | None


@dataclass(frozen=True)
class Version:
    """What one person did to a term at one moment; without changes it was added."""

    at: datetime
    by: str
    changes: list[Change]

    @property
    def iso(self) -> str:
        """The moment for machines."""
        return self.at.isoformat(timespec="seconds")

    @property
    def moment(self) -> str:
        """The moment for people."""
        return format_moment(self.at)


def history_of(session: Session, row: GlossaryTerm | None) -> list[Version]:
    """Every version of a term since it was delivered or added, the newest first."""
    if row is None:
        return []
    query = select(TrailEntry).where(TrailEntry.subject == subject_of(row))
    entries = session.scalars(query.order_by(TrailEntry.id.desc())).all()
    names = _names(session, {entry.actor for entry in entries})
    return [
        Version(entry.at, names.get(entry.actor, gettext("Operator")), list(_changes(entry)))
        for entry in entries
    ]


def told(term: Term, other: Term) -> str:
    """What ``term`` says where it differs from ``other``, a line for each text or choice."""
    values, others = values_of(term), values_of(other)
    return "\n".join(
        f"{gettext('%(label)s:', label=label)} {_said(name, values[name])}"
        for name, label in FIELDS.items()
        if values[name] != others[name]
    )


def _names(session: Session, actors: set[str]) -> dict[str, str]:
    ids = [
        int(id_)
        for kind, _colon, id_ in (each.partition(":") for each in actors)
        if id_.isdigit() and kind == "person"
    ]
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {f"person:{id_}": name for id_, name in rows}


def _changes(entry: TrailEntry) -> Iterator[Change]:
    if entry.action != "update":
        return
    changed: dict[str, list[Any]] = json.loads(entry.changes)
    for name, label in FIELDS.items():
        if name in changed:
            before, after = changed[name]
            ending = name.rpartition("_")[2]
            language = Language(ending) if ending in set(Language) else None
            yield Change(label, _said(name, before), _said(name, after), language)


def _said(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if value and name in CODED:
        return str(CODED[name][value])
    return str(value or "")
