"""Two departments and a regulator around one dossier, for tests of their dialogue."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import select

from portal.accounts.models import Person
from portal.db import db
from portal.i18n import Translated
from portal.incidents.models import Incident, IncidentStatus
from portal.permissions import Role
from tests import factories, mailbox
from tests.pages import Page, Visitor

NARRATIVE = "Het veld van gisteren werd geladen. De controle zag dit om 7u50."
QUOTE = "De controle zag dit om 7u50."
PEOPLE = {
    "reporter": (Role.REPORTER, "noord"),
    "quality": (Role.QUALITY_MANAGER, "noord"),
    "second": (Role.QUALITY_MANAGER, "noord"),
    "doctor": (Role.PHYSICIAN, "noord"),
    "reader": (Role.READER, "noord"),
    "stranger": (Role.QUALITY_MANAGER, "sud"),
    "analyst": (Role.ANALYST, None),
    "analyst2": (Role.ANALYST, None),
    "publisher": (Role.PUBLISHER, None),
    "translator": (Role.TRANSLATOR, None),
    "administrator": (Role.ADMINISTRATOR, None),
}


@dataclass
class House:
    """A portal with its people and one dossier of the department noord."""

    app: Flask
    reference: str

    @classmethod
    def build(cls, app: Flask, status: IncidentStatus, **values: Any) -> "House":
        """Everybody of ``PEOPLE``, and a dossier that the reporter reported."""
        with app.app_context():
            homes = {code: factories.department(db.session, code) for code in ("noord", "sud")}
            people = {
                name: factories.person(
                    db.session,
                    role,
                    department=homes.get(code or ""),
                    email=f"{name}@test.invalid",
                    name=name.title(),
                )
                for name, (role, code) in PEOPLE.items()
            }
            facts = {
                "narrative": Translated(nl=NARRATIVE),
                "owner_id": people["reporter"].id,
            } | values
            incident = factories.incident(db.session, homes["noord"], status=status, **facts)
            db.session.commit()
            return cls(app, incident.reference)

    def enter(self, name: str, language: str = "nl") -> Visitor:
        """Sign somebody in, in a browser of their own."""
        visitor = Visitor(self.app)
        visitor.sign_in(f"{name}@test.invalid", language)
        return visitor

    def path(self, rest: str = "", language: str = "nl") -> str:
        """An address of the dossier."""
        return f"/{language}/incidents/{self.reference}{rest}"

    def status(self) -> IncidentStatus:
        """Where the dossier stands."""
        with self.app.app_context():
            query = select(Incident.status).where(Incident.reference == self.reference)
            return db.session.scalars(query).one()

    def said(self, text: str, language: str = "nl", **values: Any) -> str:
        """A text of the interface, its white space folded as that of a page."""
        with self.app.app_context(), force_locale(language):
            return " ".join(gettext(text, **values).split())

    def mailed(self) -> list[tuple[str, str]]:
        """Every mail so far: to whom, and its subject."""
        return [
            (str(letter["To"]).partition("@")[0], str(letter["Subject"]))
            for letter in mailbox.letters(self.app)
        ]

    def change(self, **values: Any) -> None:
        """Change the dossier behind everybody's back."""
        with self.app.app_context():
            row = db.session.scalars(
                select(Incident).where(Incident.reference == self.reference)
            ).one()
            for name, value in values.items():
                setattr(row, name, value)
            db.session.commit()

    def ask(self, text: str = "Wie deed de controle?", **answers: Any) -> Page:
        """Let the analyst ask one question on the course."""
        page = self.enter("analyst").get(f"/nl/desk/{self.reference}/question")
        fields = {"rows-0-part": "course", "rows-0-quote": QUOTE, "rows-0-text": text} | answers
        return page.submit(**fields)

    def person_id(self, name: str) -> int:
        """The id of somebody."""
        with self.app.app_context():
            query = select(Person.id).where(Person.email == f"{name}@test.invalid")
            return db.session.scalars(query).one()
