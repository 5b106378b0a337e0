"""A department's dossiers full of a word that nobody else may meet, and every door it could use."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Department, Person
from portal.bulletins.models import Audience
from portal.db import db
from portal.i18n import Language, Translated, now
from portal.incidents.cause import Cause
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.drafts import Draft
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.parts import Barrier
from portal.incidents.taxonomy import (
    ActionStatus,
    BarrierKind,
    EindhovenCode,
    ProcessStep,
    Technique,
)
from portal.outbox import commit_and_drain
from portal.permissions import SEEN_BY_REGULATOR, Role
from tests import bulletins, factories
from tests.pages import Visitor

WORD = "kwarrelbos"
COMMON = "De tafel was verschoven bij de bestraling en het lichtveld lag naast de tekens."
TITLE = Translated(COMMON, "La table était décalée et le champ lumineux était à côté des marques.")
SECRET = Translated(f"{COMMON} Ook {WORD} en sauvegarde.", f"Table décalée, {WORD}.")
UNLIKE = (
    "De brandmelder ging af en alles werd later hernomen.",
    "Een brief van de huisarts kwam een dag te laat aan.",
    "De printer stond stil en niemand had het gemerkt.",
    "Het masker zat te strak en werd opnieuw gemaakt.",
)
OWN, HIDDEN = "M-2026-0700", "M-2026-0900"
UNSEEN_BY_REGULATOR = tuple(each for each in IncidentStatus if each not in SEEN_BY_REGULATOR)
DRAFT = "o" * 32
ASKED = (WORD, "kwarelbos", "quarrelbos", "tafel", "tafel verschoven kwarrelbos", '"en sauvegarde"')
FILTERS = (
    f"system={WORD}",
    f"q={WORD}&step=brachytherapy&year=2026",
    "kind=incident",
    "q=tafel&kind=rex",
    "severity=none",
    "patient=caught",
    "code=OC&barrier=time_out",
    "technique=tbi",
    "q=tafel&sort=newest",
    "q=tafel&page=2",
    "year=2019&q=tafel",
)
SEARCHES = tuple(f"search?{each}" for each in (*(f"q={quote(words)}" for words in ASKED), *FILTERS))
BESIDE = ("rex/2026/1", f"incidents/{OWN}", f"incidents/{OWN}/analysis/similar")
DOORS = (
    *SEARCHES,
    *BESIDE,
    "search/terms",
    "search/saved",
    f"search/saved/new?q={WORD}&system={WORD}",
    "help/search",
    "rex",
    "rex/feed.atom",
    "glossary",
    "glossary-proposals",
    "incidents",
    "desk",
    "desk/groups",
    f"desk/{OWN}/link?to={HIDDEN}",
    f"incidents/{HIDDEN}",
    f"incidents/{HIDDEN}/analysis/similar",
    f"report/{DRAFT}/similar",
    f"{WORD}?q={WORD}",
    "",
)


@dataclass(frozen=True)
class Somebody:
    """Whoever comes to the doors, in a language."""

    language: str
    roles: tuple[Role, ...] = ()
    at_home: bool = False


PEOPLE = {
    "visitor": Somebody("fr"),
    "quality": Somebody("nl", (Role.QUALITY_MANAGER,), at_home=True),
    "physician": Somebody("fr", (Role.PHYSICIAN,), at_home=True),
    "reporter": Somebody("nl", (Role.REPORTER,), at_home=True),
    "reader": Somebody("fr", (Role.READER,), at_home=True),
    "translator": Somebody("nl", (Role.TRANSLATOR,)),
    "administrator": Somebody("fr", (Role.ADMINISTRATOR,)),
    "analyst": Somebody("nl", (Role.ANALYST,)),
    "publisher": Somebody("fr", (Role.PUBLISHER,)),
}
REGULATOR = ("analyst", "publisher")
ELSEWHERE = tuple(name for name in PEOPLE if name not in REGULATOR)


def furnish() -> None:
    """Two departments; of the first, people, a dossier and a report begun; two REX."""
    noord, _sud = (factories.department(db.session, code) for code in ("noord", "sud"))
    for name, one in PEOPLE.items():
        if one.roles:
            factories.person(
                db.session,
                *one.roles,
                department=noord if one.at_home else None,
                email=f"{name}@test.invalid",
                language=Language(one.language),
                news="never",
            )
    of_reporter = Person.email == "reporter@test.invalid"
    reporter = db.session.scalars(select(Person).where(of_reporter)).one()
    told = {"title": TITLE, "narrative": TITLE, "causes": []}
    factories.incident(db.session, noord, reference=OWN, owner_id=reporter.id, **told)
    for text in UNLIKE:
        told = {"title": Translated(), "narrative": Translated(nl=text), "causes": []}
        factories.incident(db.session, noord, status=IncidentStatus.SUBMITTED, **told)
    _draft(DRAFT, reporter, COMMON)
    for audience in (Audience.PUBLIC, Audience.DEPARTMENTS):
        bulletins.published(db.session, 2026, audience=audience, title=TITLE, essence=TITLE)
    commit_and_drain()


def hide(statuses: Iterable[IncidentStatus]) -> None:
    """Dossiers of sud in these states; the first of all is ``HIDDEN``."""
    sud = db.session.scalars(select(Department).where(Department.code == "sud")).one()
    owner = factories.person(db.session, Role.REPORTER, department=sud)
    named = db.session.scalar(select(Incident.id).where(Incident.reference == HIDDEN))
    known: dict[str, Any] = {} if named else {"reference": HIDDEN}
    for status in statuses:
        factories.incident(
            db.session,
            sud,
            status=status,
            title=SECRET,
            narrative=SECRET,
            equipment=SECRET,
            recommendation=SECRET,
            vendor=WORD,
            product=WORD,
            technique=Technique.TBI,
            step_arose=ProcessStep.BRACHYTHERAPY,
            closed_reason=WORD if status is IncidentStatus.CLOSED else "",
            owner_id=owner.id,
            causes=[Cause(text=SECRET, code=EindhovenCode.OC)],
            actions=[CorrectiveAction(text=SECRET, status=ActionStatus.DONE)],
            barriers=[Barrier(worked=False, kind=BarrierKind.TIME_OUT, text=SECRET)],
            **known,
        )
        known = {}
    _draft(f"{owner.id:032}", owner, WORD)
    commit_and_drain()


def write_a_rex() -> None:
    """A REX of these dossiers that is being written."""
    bulletins.bulletin(db.session, title=SECRET, essence=SECRET, systems=WORD)
    commit_and_drain()


def _draft(token: str, owner: Person, text: str) -> None:
    answers = f'{{"description": "{text}"}}'
    moments = {"started_at": now(), "saved_at": now()}
    db.session.add(Draft(token=token, owner_id=owner.id, answers=answers, **moments))


def come_in(app: Flask, name: str) -> Visitor:
    """Somebody of ``PEOPLE`` at the door."""
    visitor = Visitor(app)
    if PEOPLE[name].roles:
        visitor.sign_in(f"{name}@test.invalid", PEOPLE[name].language)
    return visitor


def walk(visitor: Visitor, language: str, doors: Iterable[str] = DOORS) -> dict[str, str]:
    """What each door answers, by its address, and what is offered while something is written."""
    found = {}
    for door in doors:
        page = visitor.get(f"/{language}/{door}")
        found[door] = f"{page.status} {_steady(page.response.text)}"
    token = visitor.token()
    for incident in ("", OWN, HIDDEN):
        text = f"{COMMON} {COMMON} {WORD}."
        fields = {"csrf_token": token, "description": text, "incident": incident, "language": "nl"}
        answer = visitor.post(f"/{language}/report/similar", fields)
        found[f"while writing of {incident}"] = _steady(answer.response.text)
    return found


def betrayed(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """The doors where something is otherwise, or where the word is told that nobody said."""
    told = {door for door in after if WORD in after[door] and WORD not in door}
    return told | {door for door in after if after[door] != before[door]}


def _steady(answer: str) -> str:
    """An answer without what differs each time."""
    return re.sub(r'(name="csrf_token"[^>]*value=)"[^"]*"', r"\1", answer)
