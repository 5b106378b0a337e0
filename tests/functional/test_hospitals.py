"""The list of hospitals: shipped, edited by the regulator, closed to others."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.checks import sources
from portal.checks.models import Hospital
from portal.db import db
from portal.i18n import Language
from portal.language.privacy import check, rules, shipped_names
from portal.permissions import Role
from tests import factories
from tests.pages import Visitor


def enter(app: Flask, role: Role, language: str = "nl") -> Visitor:
    """Sign somebody of the regulator in."""
    with app.app_context():
        person = factories.person(db.session, role)
        db.session.commit()
        email = person.email
    visitor = Visitor(app)
    visitor.sign_in(email, language)
    return visitor


def named(app: Flask, name: str) -> Hospital | None:
    """The hospital of that Dutch name."""
    with app.app_context():
        found = db.session.scalars(select(Hospital)).all()
        return next((each for each in found if each.name.nl == name), None)


def test_the_shipped_list_stands_in_a_new_database(app: Flask) -> None:
    with app.app_context():
        assert sources.hospital_names(db.session) == shipped_names()


def test_a_department_and_its_rare_systems_are_known(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        for code in ("een", "twee", "drie"):
            rare = "\nOrbiton" if code == "een" else ""
            systems = f"Planivera 2\nVersneller 1\nLinac 2\nTPS{rare}"
            factories.department(db.session, code, systems=systems)
        known = sources.known(db.session)
    assert known.systems == {"Planivera": 3, "Orbiton": 1}
    text = "In dienst twee: Orbiton, Planivera 2, het TPS, Linac 2 en Versneller 1."
    found = [(each.rule, each.span.of(text)) for each in check(text, Language.NL, known)]
    assert found == [(rules.HOSPITAL, "dienst twee"), (rules.FEW_DEPARTMENTS, "Orbiton")]


def test_a_system_is_known_without_its_model_and_its_kind(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        for code, lines in (
            ("een", "Toravel T3\nOndelis Planivera TPS"),
            ("twee", "Toravel X5\nPlanivera"),
            ("drie", "Planivera 16.1\nSegmara HDR"),
            ("vier", "Toravel T8\nToravel T3"),
            ("vijf", "Toravel T3"),
        ):
            factories.department(db.session, code, systems=lines)
        known = sources.known(db.session)
    text = (
        "Toravel bleef staan, Toravel T8 ook, Toravel X5 niet. Planivera en zijn TPS rekenden;"
        " Ondelis en Segmara niet. Een segmara van niets."
    )
    found = [(each.rule, each.span.of(text)) for each in check(text, Language.NL, known)]
    assert found == [(rules.FEW_DEPARTMENTS, name) for name in ("Toravel X", "Ondelis", "Segmara")]


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_regulator_edits_the_list(app: Flask, language: str) -> None:
    visitor = enter(app, Role.PUBLISHER, language)
    page = visitor.get(f"/{language}/hospitals")
    assert "UZ Leuven" in page.main
    refused = visitor.get(f"/{language}/hospitals/new").submit(name_nl="X", short="Ter\nAB")
    assert refused.status == 422
    errors = [str(each["href"]) for each in refused.soup.select(".error-summary a")]
    assert errors == ["#name_nl", "#name_fr", "#short"]
    answers = {"name_nl": "Kliniek Ter Linde", "name_fr": "Clinique Ter Linde"}
    refused.submit(**answers, short=" Linde \n\nTer  Linde\nLinde")
    hospital = named(app, "Kliniek Ter Linde")
    assert hospital is not None
    assert hospital.short_list == ["Linde", "Ter Linde"]
    page = visitor.get(f"/{language}/hospitals/{hospital.id}").submit(
        f"/{hospital.id}", name_nl="Kliniek De Linde"
    )
    assert "Kliniek De Linde" in page.main
    visitor.get(f"/{language}/hospitals/{hospital.id}").submit("/remove")
    assert named(app, "Kliniek De Linde") is None


@pytest.mark.parametrize("role", [Role.ANALYST, Role.TRANSLATOR])
def test_it_is_closed_to_others(sqlite_app: Flask, role: Role) -> None:
    visitor = enter(sqlite_app, role)
    assert visitor.get("/nl/hospitals").status == 403
    assert "/hospitals" not in visitor.get("/nl/").response.text
