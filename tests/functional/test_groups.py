"""Groups of similar events: for the regulator alone, each the seed of a REX."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.bulletins.models import Bulletin
from portal.db import db
from portal.i18n import Language, Translated
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import ProcessStep
from tests import factories
from tests.dialogue import House

DUTCH = "De tafelverschuiving kreeg het omgekeerde teken en het isocentrum lag fout."
FRENCH = "Le décalage de table a été saisi avec le signe inverse, l’isocentre était décalé."


@pytest.fixture
def house(app: Flask) -> House:
    """Three dossiers of two departments about the same, one still in review, among others."""
    accepted: dict[str, Any] = {"status": IncidentStatus.ACCEPTED, "vendor": "Orbiton"}
    house = House.build(
        app, **accepted, title=Translated(nl="Teken"), narrative=Translated(nl=DUTCH)
    )
    with app.app_context():
        own = db.session.scalars(select(Incident)).one()
        sud = factories.department(db.session, "zuid")
        french = {
            "language": Language.FR,
            "title": Translated(fr="Signe"),
            "narrative": Translated(fr=FRENCH),
        }
        factories.incident(db.session, sud, reference="M-2025-0001", **accepted, **french)
        reviewed = accepted | {"status": IncidentStatus.IN_REVIEW}
        factories.incident(db.session, sud, reference="M-2025-0002", **reviewed, **french)
        for number, step in enumerate((ProcessStep.IMAGING, ProcessStep.DELIVERY) * 4):
            text = Translated(nl=f"Iets anders, namelijk zaak {'abcdefgh'[number]}{number}")
            factories.incident(
                db.session, own.department, step_arose=step, narrative=text, **accepted
            )
        db.session.commit()
    return house


def test_a_group_says_what_its_dossiers_share_and_begins_a_rex(house: House) -> None:
    analyst = house.enter("analyst")
    page = analyst.get("/nl/desk").follow("Groepen van gelijkaardige gebeurtenissen")
    (theme,) = [each for each in page.soup.select(".theme") if "M-2025-0001" in each.get_text()]
    told = " ".join(theme.get_text(" ").split())
    for words in (
        "Orbiton",
        "OP · ",
        "tafelverschuiving",
        "2 diensten",
        "Dienst noord, Dienst zuid",
    ):
        assert words in told
    assert "M-2025-0002" in told
    foreign = [each.get_text() for each in theme.select('.summary dd [lang="fr-BE"]:not(.chip)')]
    assert {str(each["value"]) for each in theme.select("input[name=dossier]")} == {
        house.reference,
        "M-2025-0001",
    }
    key = str(theme.select_one("input[name=group]")["value"])  # type: ignore[index]
    body = {"csrf_token": analyst.token(), "group": key}
    assert analyst.post("/nl/desk/groups", body | {"dossier": [house.reference]}).status == 422
    refused = body | {"dossier": [house.reference, "M-2025-0002"]}
    assert analyst.post("/nl/desk/groups", refused).status == 409
    chosen = body | {"dossier": [house.reference, "M-2025-0001"], "seen": ["x", "9" * 5_000]}
    first, again = (analyst.post("/nl/desk/groups", chosen) for _press in range(2))
    assert first.url == again.url
    with house.app.app_context():
        (bulletin,) = db.session.scalars(select(Bulletin))
        fed = {each.reference for each in bulletin.incidents}
        assert fed == {house.reference, "M-2025-0001"}
    assert "REX in voorbereiding" in analyst.get("/nl/desk/groups").main
    french = analyst.get("/fr/desk/groups")
    assert "Groupes d’événements similaires" in french.main
    (theme,) = [each for each in french.soup.select(".theme") if "M-2025-0001" in each.get_text()]
    shared = theme.select(".summary dd")[1]
    assert "isocentre" in shared.get_text()
    assert {"décalé", "inverse"} <= set(foreign)
    assert not shared.select("[lang]")
    for path in ("/nl/desk", "/fr/search"):
        assert analyst.get(path).soup.select('main a[href$="/desk/groups"]'), path
    publisher = house.enter("publisher").get("/nl/desk/groups")
    assert "M-2025-0001" in publisher.main
    assert not publisher.soup.select("input[name=dossier]")


def test_no_department_sees_groups(house: House) -> None:
    for name in ("quality", "doctor", "reporter", "translator", "administrator"):
        visitor = house.enter(name)
        assert visitor.get("/nl/desk/groups").status == 403
        for page in ("/nl", "/nl/search"):
            assert "/desk/groups" not in visitor.get(page).text
