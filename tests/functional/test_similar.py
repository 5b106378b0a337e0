"""Similar events beside dossiers and REX, while somebody writes, and on the command line."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.models import Person
from portal.bulletins.models import Audience
from portal.db import db, writing_engine
from portal.i18n import Language, Translated
from portal.incidents.cause import Cause
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import EindhovenCode, ProcessStep, Technique
from portal.language.glossary import Glossary
from portal.search.learned import renderings
from portal.search.similar.events import SimilarEvents
from portal.search.similar.warming import Warming
from tests import bulletins, factories
from tests.dialogue import House
from tests.pages import Page
from tests.search_engines import point_nowhere

OWN = "De tafelverschuiving werd met het verkeerde teken ingevoerd; het lichtveld paste niet."
LIKE = (
    "Een tafelverschuiving kreeg bij het overnemen het verkeerde teken en het lichtveld lag fout."
)
FRENCH = (
    "Le décalage de table a été encodé avec le mauvais signe et le champ lumineux ne convenait pas."
)
UNLIKE = "Een afspraak viel weg uit de agenda toen het winteruur begon."
OTHERS = (
    "De brandmelder ging af tijdens een bestraling; alles werd later hernomen.",
    "Een patiënt kwam een dag te vroeg en wachtte op de dokter.",
    "Het masker zat te strak en werd opnieuw gemaakt.",
    "De scan moest over omdat er te veel werd bewogen.",
    "Een brief van de huisarts lag in het verkeerde dossier.",
    "De printer stond stil en niemand had het gemerkt.",
)
SECRET = "Wielewaalstraat"


@pytest.fixture
def house(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> House:
    """A new dossier, others like and unlike it of another department, and a public REX."""
    bulletins.cheap_documents(monkeypatch)
    house = House.build(sqlite_app, IncidentStatus.SUBMITTED, narrative=Translated(nl=OWN))
    with sqlite_app.app_context():
        own = db.session.scalars(select(Incident)).one()
        own.title, own.vendor, own.technique = Translated(nl="Teken"), "Toravel", Technique.VMAT
        sud = db.session.scalars(
            select(Person).where(Person.email == "stranger@test.invalid")
        ).one()
        for number, (language, text) in enumerate(
            [("nl", f"{LIKE} {SECRET}"), ("fr", FRENCH), ("nl", UNLIKE)]
        ):
            like = number < 2
            factories.incident(
                db.session,
                sud.department,  # type: ignore[arg-type]
                reference=f"M-2025-000{number}",
                external_id=f"SUD-{number}",
                status=IncidentStatus.IN_REVIEW,
                language=Language(language),
                title=Translated(**{language: ("Richting", "Direction", "Brief")[number]}),
                narrative=Translated(**{language: text}),
                vendor=" Toravel " if like else "",
                technique=Technique.VMAT if like else None,
                step_arose=ProcessStep.DATA_TRANSFER if like else ProcessStep.FOLLOW_UP,
                causes=[Cause(text=Translated(nl="-"), code=EindhovenCode.OP)] if like else [],
            )
        for text in OTHERS:
            factories.incident(
                db.session,
                own.department,
                owner_id=own.owner_id,
                status=IncidentStatus.CLOSED,
                closed_reason="-",
                title=Translated(),
                narrative=Translated(nl=text),
                causes=[],
                step_arose=ProcessStep.UNKNOWN,
            )
        said = Translated(OWN, FRENCH)
        rex = bulletins.published(
            db.session,
            2026,
            title=said,
            essence=said,
            step=ProcessStep.DATA_TRANSFER,
            audience=Audience.PUBLIC,
        )
        assert (rex.year, rex.number) == (2026, 1)
        db.session.commit()
        sqlite_app.extensions["outbox"].drain()
    return house


def shown(page: Page) -> dict[str, str]:
    """Each event beside this one by its label, and all that is said of it."""
    items = page.soup.select(".similar > li")
    return {
        str(each.a and each.a.get_text()): " ".join(each.get_text(" ").split()) for each in items
    }


def damage(app: Flask) -> None:
    """Write over the columns of the index, as they are open."""
    for path in (app.config["PORTAL"].data_dir / "index").glob("*/*.columns"):
        point_nowhere(path)


def test_an_analyst_sees_what_is_like_a_dossier_and_why(house: House) -> None:
    analyst = house.enter("analyst")
    page = analyst.get(house.path())
    found = shown(page)
    assert set(found) == {"M-2025-0000", "M-2025-0001", "REX 1 – 2026"}
    for reason in ("zelfde stap", "zelfde oorzaak (OP)", "zelfde systeem (Toravel)"):
        assert reason in found["M-2025-0000"]
    assert "zelfde woorden: " in found["M-2025-0000"]
    same, _, related = found["M-2025-0000"].partition("zelfde woorden: ")[2].partition(" · ")
    words = same.lower().replace(",", "").split()
    assert {"teken", "tafelverschuiving", "lichtveld"} & set(words)
    assert not {"werd", "met", "het", "was", "een", "als"} & set(words)
    assert not set(words) & set(related.lower().replace(",", "").split())
    assert "vertaalde woorden: " in found["M-2025-0001"]
    assert "tafelverschuiving" not in found["M-2025-0001"]
    assert page.soup.select('.similar [lang="fr-BE"]')
    assert "lijkt op 2 andere dossiers" in analyst.get("/nl/desk").main
    to_link = house.enter("analyst", "fr").get(f"/fr/desk/{house.reference}/link?to=M-2025-0001")
    assert to_link.soup.select_one('input[name=reference][value="M-2025-0001"]')
    assert "mêmes mots" in to_link.main
    fields = {"csrf_token": analyst.token(), "reference": "M-2025-0001"}
    assert analyst.post(f"/nl/desk/{house.reference}/link", fields).status == 200
    assert "M-2025-0001" not in shown(analyst.get(house.path()))


def test_each_sees_only_what_may_be_read(house: House) -> None:
    for name in ("quality", "doctor", "reporter"):
        page = house.enter(name).get(house.path())
        assert set(shown(page)) == {"REX 1 – 2026"}
        assert SECRET not in page.text
        assert "/link" not in page.text
    rex = "/nl/rex/2026/1"
    assert house.reference in shown(house.enter("quality").get(rex))
    assert not shown(house.enter("translator").get(rex))
    assert "M-2025-0000" in shown(house.enter("stranger").get(rex))


def live(house: House, who: str, text: str, **fields: str) -> dict[str, Any]:
    """What stands below a text while it is written."""
    visitor = house.enter(who)
    visitor.get("/nl/report")
    body = {"csrf_token": visitor.token(), "description": text} | fields
    answer = visitor.post("/nl/report/similar", body).response
    assert "no-store" in answer.headers["Cache-Control"]
    found: dict[str, Any] = answer.get_json()
    return found


def test_while_writing(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    by_reporter = live(house, "reporter", LIKE)
    assert [each["label"] for each in by_reporter["found"]] == ["REX 1 – 2026"]
    assert by_reporter["told"] == "1 gelijkaardige gebeurtenis gevonden"
    of_dossier = live(house, "quality", LIKE, incident=house.reference, language="nl")
    assert [each["label"] for each in of_dossier["found"]] == ["REX 1 – 2026"]
    assert of_dossier["found"][0]["why"][-1]["words"]
    french = live(house, "reporter", FRENCH, language="fr")
    assert [each["label"] for each in french["found"]] == ["REX 1 – 2026"]
    for nothing in ("", "Zzyzx qwfp zxcv wvut", "De koffie in de wachtzaal was op"):
        assert not live(house, "reporter", nothing)["found"]
    hidden = live(house, "reporter", LIKE, incident="M-2025-0000")
    assert SECRET not in str(hidden)
    assert "lichtveld" not in caplog.text


def test_a_damaged_index_breaks_no_page_and_is_made_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each page is asked of an index that is damaged under the eyes of who has it open."""
    monkeypatch.setattr(SimilarEvents, "_known", lambda *_: {})
    texts = {"description": LIKE, "incident": house.reference, "language": "nl"}
    analyst, reporter = house.enter("analyst"), house.enter("reporter")
    reporter.get("/nl/report")
    texts["csrf_token"] = reporter.token()

    def asked() -> bool:
        answer = reporter.post("/nl/report/similar", texts).response
        return bool(answer.get_json()["found"])

    pages = {
        "inbox": lambda: "lijkt op 2 andere" in analyst.get("/nl/desk").main,
        "dossier": lambda: bool(shown(analyst.get(house.path()))),
        "rex": lambda: bool(shown(analyst.get("/nl/rex/2026/1"))),
        "report": asked,
    }
    assert asked()
    for name, page in pages.items():
        damage(house.app)
        before, after = page(), page()
        assert after, name
        assert not before or name == "inbox", "the inbox may still know how many there are"


def test_the_analysis_has_them_on_a_page_that_can_be_skipped(house: House) -> None:
    house.change(status=IncidentStatus.WITH_DEPARTMENT)
    quality = house.enter("quality")
    course = quality.get(house.path("/analysis/course"))
    assert course.soup.select_one("#similar[hidden][data-incident]")
    fields = {"title": "Teken", "narrative": OWN, "act": "similar"}
    page = course.submit("/analysis/course", **fields)
    assert page.url.endswith("/analysis/similar")
    assert "REX 1 – 2026" in page.main
    assert page.soup.select_one('main form[method=get][action$="/analysis"]')
    causes = quality.get(house.path("/analysis/causes"))
    assert causes.submit("/analysis/causes", do="similar").url.endswith("/analysis/similar")
    assert house.enter("stranger").get(house.path("/analysis/similar")).status == 404


def test_the_command_says_what_is_like_what_and_why(house: House) -> None:
    def said(*words: str) -> tuple[int, str]:
        result = house.app.test_cli_runner().invoke(args=["search", "similar", *words])
        return result.exit_code, result.output

    for reference in (house.reference, house.reference.lower()):
        with house.app.app_context(), writing_engine().begin():
            code, out = said(reference, "--format", "json", "--limit", "2")
        found = json.loads(out)
        assert (code, [each["rank"] for each in found]) == (0, [1, 2])
    assert {each["id"] for each in found} <= {"SUD-0", "SUD-1", "2026/1"}
    assert {"rank", "id", "kind", "score", "languages", "title", "reasons"} == set(found[0])
    reasons = [each for hit in found for each in hit["reasons"]]
    shared = {each["facet"]: (each["value"], each["label"]) for each in reasons if "facet" in each}
    assert shared["step"] == (
        "data_transfer",
        {"nl": "Gegevensoverdracht en R&V", "fr": "Transfert de données et R&V"},
    )
    assert shared["system"] == ("Toravel", dict.fromkeys(Language, "Toravel"))
    assert any({"typed", "words", "language", "source"} == set(each) for each in reasons)
    for rex in ("2026/1", "REX 1 – 2026", "rex 1-2026", "REX 2026/1", "REX\u00a01 \u2212 2026"):
        assert house.reference in said(rex)[1]
    assert house.reference in said("REX", "1", "–", "2026")[1]
    assert "2026/1" in said("sud-1\udcff")[1]
    for unknown in ("M-1999-0001", "2026/99", "2026/1/1", "2026/999999999999", "x" * 9_000):
        code, out = said(unknown)
        assert (code, unknown in out) == (2, True)
    for empty in ("", " \udcff", "\0"):
        assert (said(empty)[0], "it is empty" in said(empty)[1]) == (2, True)


def test_a_worker_makes_itself_ready_once_there_is_an_index(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready: list[bool] = []

    def write() -> None:
        with writing_engine().begin():
            ready.append(True)

    monkeypatch.setattr("gc.freeze", write)
    warm = Warming()
    index = house.app.config["PORTAL"].data_dir / "index"
    away = index.rename(index.with_name("away"))
    with house.app.app_context():
        warm()
        assert not ready
        away.rename(index)
        warm()
        warm()
    assert ready == [True]


def test_a_text_is_read_once_with_each_glossary(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with house.app.app_context():
        read = renderings.reader()
        assert renderings.reader() is read
        assert read("de back-up", Language.NL) is read("de back-up", Language.NL)
        monkeypatch.setattr(renderings, "current", lambda _session: Glossary([]))
        assert len(renderings.reader()("de back-up", Language.NL)) < len(
            read("de back-up", Language.NL)
        )
