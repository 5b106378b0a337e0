"""A portal with demo data and as many incidents as asked, indexed, with somebody signed in."""

import random
from datetime import date, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from portal import create_app, demo
from portal.config import read_settings
from portal.db import db
from portal.i18n import Language, now
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import Danger, PatientReached, ProcessStep, Severity
from portal.search.index.indexing import rebuild

WORDS = [
    "tafel",
    "veld",
    "bolus",
    "planning",
    "fractie",
    "versneller",
    "controle",
    "patiënt",
    "dosis",
    "scan",
    "boost",
    "kamer",
    "isocentrum",
    "overdracht",
    "masker",
    "teken",
    "stap",
    "toestel",
    "beeld",
    "fysicus",
    "meting",
    "bestand",
    "lijst",
    "arts",
]


def portal_with(number: int, folder: Path) -> Flask:
    """A portal of which one department has ``number`` incidents on top of the demo."""
    app = create_app(read_settings({"PORTAL_DATA_DIR": str(folder)}), WTF_CSRF_ENABLED=False)
    chance = random.Random(number)  # noqa: S311 - text to measure with, nothing secret
    with app.app_context():
        app.extensions["alembic"].upgrade()
        demo.load(db.session)
        rows = [_row(chance, index) for index in range(number)]
        db.session.execute(insert(Incident), rows)
        db.session.commit()
        rebuild()
        app.extensions["outbox"].drain()
    return app


def _row(chance: random.Random, index: int) -> dict[str, object]:
    text = " ".join(chance.choices(WORDS, k=80))
    return {
        "reference": f"B-2026-{index:05}",
        "status": IncidentStatus.CLOSED,
        "closed_reason": "Gemeten",
        "department_id": 1,
        "language": Language.NL,
        "title_nl": text[:60],
        "title_fr": "",
        "narrative_nl": text,
        "narrative_fr": "",
        "step_arose": chance.choice(list(ProcessStep)),
        "patient_reached": PatientReached.NONE,
        "danger": Danger.NO,
        "severity": Severity.NONE,
        "near_miss": False,
        "occurred_on": date(2026, 1, 1) + timedelta(days=index % 300),
        "reported_at": now(),
        "submitted_at": now(),
    }


def signed_in(app: Flask, email: str) -> FlaskClient:
    """A client with a session of a demo account."""
    client = app.test_client()
    answer = client.post("/nl/login", data={"email": email, "password": demo.PASSWORD})
    assert answer.status_code in {302, 303}, answer.status_code
    return client
