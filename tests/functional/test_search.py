"""Searching: across languages, one card a record, only what may be seen, no broken page."""

import json
import shutil
from datetime import date, datetime
from typing import Any

import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy import select, text

from portal.bulletins import operations
from portal.bulletins.models import Audience, Bulletin
from portal.bulletins.operations import Plan
from portal.db import db, writing_engine
from portal.i18n import Language, Translated
from portal.incidents.cause import Cause
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import EindhovenCode, ProcessStep
from portal.permissions import Role
from portal.search.asking import views
from portal.search.index.documents import document_of, key_of
from tests import bulletins, factories
from tests.pages import Page, Visitor
from tests.search_engines import point_nowhere


@pytest.fixture
def people(app: Flask) -> dict[str, str]:
    """Two departments with dossiers of their own, a regulator's analyst, and a reader."""
    with app.app_context():
        noord = factories.department(db.session, "noord")
        sud = factories.department(db.session, "sud", language=Language.FR)
        emails = {
            "noord": factories.person(db.session, Role.QUALITY_MANAGER, department=noord).email,
            "sud": factories.person(db.session, Role.QUALITY_MANAGER, department=sud).email,
            "analyst": factories.person(db.session, Role.ANALYST).email,
            "reader": factories.person(db.session, Role.READER, department=noord).email,
        }
        factories.incident(
            db.session,
            noord,
            title=Translated(nl="Tafelverschuiving met verkeerd teken"),
            narrative=Translated(nl="De verschuiving van de tafel werd omgekeerd ingevoerd."),
            status=IncidentStatus.SUBMITTED,
            step_arose=ProcessStep.POSITIONING,
            occurred_on=date(2025, 5, 6),
            causes=[Cause(text=Translated(nl="Teken"), code=EindhovenCode.TD)],
        )
        factories.incident(
            db.session,
            sud,
            language=Language.FR,
            title=Translated(fr="Décalage de la table inversé"),
            narrative=Translated(fr="Le décalage de la table a été saisi à l’envers."),
            status=IncidentStatus.SUBMITTED,
            step_arose=ProcessStep.DELIVERY,
            occurred_on=date(2024, 5, 6),
        )
        db.session.commit()
        app.extensions["outbox"].drain()
    return emails


def search(visitor: Visitor, query: str, language: str = "nl") -> Page:
    """The page with the answer."""
    return visitor.get(f"/{language}/search?{query}")


def cards(page: Page) -> list[str]:
    """The headings of the hits."""
    return [" ".join(link.get_text(" ").split()) for link in page.soup.select(".result h3 a")]


def test_each_sees_the_own_department_and_the_regulator_all(
    app: Flask, people: dict[str, str]
) -> None:
    seen: dict[str, Any] = {}
    for who in ("noord", "sud", "analyst", "reader"):
        visitor = Visitor(app)
        visitor.sign_in(people[who])
        page = search(visitor, "q=table+tafel")
        seen[who] = (sorted(cards(page)), page.soup.select_one("#found").get_text(strip=True)[0])  # type: ignore[union-attr]
    assert seen == {
        "noord": (["Tafelverschuiving met verkeerd teken"], "1"),
        "sud": (["Décalage de la table inversé"], "1"),
        "analyst": (
            ["Décalage de la table inversé", "Tafelverschuiving met verkeerd teken"],
            "2",
        ),
        "reader": ([], "0"),
    }


def test_a_visitor_learns_nothing_of_unpublished_incidents(
    app: Flask, people: dict[str, str], visitor: Visitor
) -> None:
    page = search(visitor, "q=tafel")
    assert cards(page) == []
    with app.app_context():
        for incident in db.session.scalars(select(Incident)):
            db.session.delete(incident)
        db.session.commit()
        app.extensions["outbox"].drain()
    assert search(visitor, "q=tafel").main == page.main


def test_a_french_record_is_found_from_the_dutch_side_and_marked_as_french(
    app: Flask, people: dict[str, str], visitor: Visitor
) -> None:
    visitor.sign_in(people["sud"])
    page = search(visitor, "q=d%C3%A9calage")
    fragment = page.soup.select_one(".fragment")
    assert fragment is not None
    assert fragment["lang"] == "fr-BE"
    assert marked(fragment) == ["décalage"]


def marked(part: Tag) -> list[str]:
    """What is marked in a part of a page."""
    return [mark.get_text() for mark in part.select("mark")]


def test_a_card_shows_why_it_was_found(sqlite_app: Flask) -> None:
    """In the title, the essence or a passage, by whole expressions, or by a part of a compound."""
    told = Translated(
        nl="Na de maandtest viel hij uit.",
        fr="Le service a vu que la porte de l’autre service était hors service.",
    )
    essence = Translated(nl="De server viel uit.", fr="Le serveur est tombé en panne.")
    with sqlite_app.app_context():
        noord = factories.department(db.session, "noord")
        analyst = factories.person(db.session, Role.ANALYST).email
        told_of = {"title": Translated(nl="Wandlaser"), "narrative": told}
        factories.incident(db.session, noord, status=IncidentStatus.SUBMITTED, **told_of)
        bulletins.published(db.session, 2026, title=Translated("Uitval", "Arrêt"), essence=essence)
        db.session.commit()
        sqlite_app.extensions["outbox"].drain()
    visitor = Visitor(sqlite_app)
    visitor.sign_in(analyst)

    def shown(query: str, language: str = "nl") -> dict[str, Tag]:
        found = search(visitor, f"q={query}", language).soup.select(".result")
        return {each.h3.get_text(strip=True): each for each in found if each.h3}

    by_title = shown("wandlaser", "fr")["Wandlaser"]
    assert marked(by_title.select_one('h3 a[lang="nl-BE"]') or by_title) == ["Wandlaser"]
    assert marked(by_title) == ["Wandlaser"]
    assert not by_title.select(".fragment")
    assert marked(shown("panne")["Wandlaser"]) == ["hors service"]
    assert marked(shown("test")["Wandlaser"]) == ["maandtest"]
    assert marked(shown("server")["REX 1 – 2026"]) == ["server"]
    assert marked(shown("serveur", "fr")["REX 1 – 2026"]) == ["serveur"]
    by_title = shown("arr%C3%AAt")["REX 1 – 2026"]
    assert "Arrêt" in marked(by_title)


def test_a_passage_keeps_the_fields_of_a_dossier_apart(
    app: Flask, people: dict[str, str], visitor: Visitor
) -> None:
    visitor.sign_in(people["noord"])
    [passage] = search(visitor, "q=tafel+teken").soup.select(".fragment")
    assert passage.get_text().endswith("omgekeerd ingevoerd. · Teken · Controle ingevoerd")


def test_filters_narrow_and_can_be_removed(
    app: Flask, people: dict[str, str], visitor: Visitor
) -> None:
    visitor.sign_in(people["analyst"])
    everything = search(visitor, "q=table+tafel")
    assert len(cards(everything)) == 2
    for query, expected in (
        ("step=positioning", "Tafelverschuiving met verkeerd teken"),
        ("family=T", "Tafelverschuiving met verkeerd teken"),
        ("year=2024", "Décalage de la table inversé"),
    ):
        narrowed = search(visitor, f"q=table+tafel&{query}")
        assert cards(narrowed) == [expected]
        (remove,) = narrowed.soup.select("#results > .links a")
        assert len(cards(visitor.get(str(remove["href"])))) == 2


def test_a_vendor_finds_its_products_and_is_no_choice_beside_its_only_one(
    sqlite_app: Flask,
) -> None:
    visitor = Visitor(sqlite_app)
    with sqlite_app.app_context():
        for names in ("Planivera TPS", "Toravel T3", "Toravel T5"):
            bulletins.published(db.session, 2026, systems=names, audience=Audience.PUBLIC)
        db.session.commit()
        sqlite_app.extensions["outbox"].drain()
    page = search(visitor, "year=2026")
    choices = {str(each["value"]) for each in page.soup.select("input[name=system]")}
    assert choices == {"Planivera TPS", "Toravel", "Toravel T3", "Toravel T5"}
    for system, found in (("Planivera", 1), ("Toravel", 2), ("Toravel+T5", 1)):
        assert len(cards(search(visitor, f"year=2026&system={system}"))) == found


def test_a_filter_that_is_not_understood_is_told_and_not_repeated(
    app: Flask, people: dict[str, str], visitor: Visitor
) -> None:
    visitor.sign_in(people["analyst"])
    page = search(visitor, "q=tafel&step=%3Cb%3Enonsense&step=positioning")
    told = "Een waarde van deze filter is niet herkend en wordt weggelaten: Stap in het proces."
    assert told in page.main
    assert page.main.index(told) < page.main.index("Dossiers")
    assert "nonsense" not in page.main
    assert cards(page) == ["Tafelverschuiving met verkeerd teken"]
    assert "Filters (1 actief)" in page.main
    french = search(visitor, "step=nonsense&year=abcd", "fr").main
    assert "Des valeurs de ces filtres n’ont pas été reconnues" in french
    assert "Étape du processus, Année." in french
    for query in ("q=tafel", "q=tafel&year=", "q=tafel&year=2025", "q=tafel&step2=x"):
        assert "niet herkend" not in search(visitor, query).main


def test_filters_can_be_removed_when_nothing_matches(
    app: Flask, people: dict[str, str], visitor: Visitor
) -> None:
    visitor.sign_in(people["analyst"])
    nothing = search(visitor, "q=zzzz&year=1999&step=imaging&family=T&step=x")
    assert cards(nothing) == []
    links = nothing.soup.select("#results > .links a")
    assert len(links) == 3
    assert [box["value"] for box in nothing.soup.select("input[type=checkbox][checked]")] == [
        "imaging",
        "T",
        "1999",
    ]
    assert len(nothing.follow(links[0].get_text()).soup.select("#results > .links a")) == 2


def test_a_change_of_state_is_seen_at_once(
    app: Flask, people: dict[str, str], visitor: Visitor
) -> None:
    """The index needs no update for a right to change."""
    visitor.sign_in(people["analyst"])
    title = "Tafelverschuiving met verkeerd teken"
    assert title in cards(search(visitor, "q=tafel"))
    with app.app_context(), writing_engine().begin() as connection:
        connection.execute(text("UPDATE incident SET status = 'with_department' WHERE id = 1"))
    assert title not in cards(search(visitor, "q=tafel"))


def test_the_kind_of_the_best_or_newest_hit_comes_first_and_of_each_the_first_few(
    app: Flask, people: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for few in (views, "FEW"), (views, "PAGE_SIZE"):
        monkeypatch.setattr(*few, 1)
    with app.app_context():
        for words in ("Beeld, met de tafel ernaast", "Beeld van de bodem, naast de tafel"):
            title = Translated(words, "Image, avec la table à côté")
            bulletins.published(db.session, 2024, title=title)
        db.session.commit()
        app.extensions["outbox"].drain()

    def kinds(who: str, query: str) -> list[str]:
        visitor = Visitor(app)
        visitor.sign_in(people[who])
        page = search(visitor, query)
        return [str(each["aria-labelledby"]) for each in page.soup.select("#results > section")]

    rex, dossiers = "group-rex", "group-incident"
    for who in ("noord", "analyst"):
        for query in ("q=verschuiving+tafel", "q=tafel&sort=newest"):
            assert kinds(who, query) == [dossiers, rex]
        assert kinds(who, "q=beeld+tafel") == [rex, dossiers]
    assert kinds("reader", "q=tafel") == [rex]
    assert kinds("analyst", "q=d%C3%A9calage+table&sort=newest&year=2024") == [rex, dossiers]
    visitor = Visitor(app)
    visitor.sign_in(people["noord"])
    both = search(visitor, "q=beeld+tafel&page=9")
    assert (len(cards(both)), "Pagina" in both.main) == (2, False)
    assert "Toon" not in search(visitor, "q=beeld+tafel&kind=incident").main
    alone = both.follow("Toon alle 2 REX").follow("Volgende")
    assert alone.url == "/nl/search?q=beeld+tafel&kind=rex&page=2"
    assert "Pagina 2 van 2" in alone.main
    assert {*cards(alone), cards(both)[0]} == {"REX 1 – 2024", "REX 2 – 2024"}


def test_only_what_finds_something_is_proposed_instead(
    app: Flask, people: dict[str, str], visitor: Visitor
) -> None:
    visitor.sign_in(people["analyst"])
    several = search(visitor, "q=tafelverschuiving&year=1999&step=imaging")
    assert "samen doen ze dat wel. Zonder filters: 2" in several.main
    assert cards(several.follow("Zonder filters: 2"))
    assert "Sans filtres : 2" in search(visitor, several.url.partition("?")[2], "fr").main
    one = search(visitor, "q=tafelverschuiving&step=imaging").main
    assert "Gevonden zonder een filter" in one
    assert "Zonder filters" not in one
    quoted = search(visitor, "q=%E2%80%9Ctafel+verschuiving%E2%80%9D+ingevoerd&year=2025")
    assert "Gevonden zonder aanhalingstekens" in quoted.main
    assert "décalage" not in quoted.main
    unquoted = quoted.follow("tafel verschuiving ingevoerd")
    assert unquoted.url == "/nl/search?q=tafel+verschuiving+ingevoerd&year=2025"
    assert cards(unquoted) == ["Tafelverschuiving met verkeerd teken"]
    assert "Ruimer zoeken verschuiving 2" in several.main
    dutch, french = (search(visitor, "q=back-up+server+wondje", each).main for each in ("nl", "fr"))
    assert "Gezocht: back-up, server, wondje, reservekopie, " in dutch
    assert "Mots cherchés : back-up, server, wondje, sauvegarde, " in french
    for page in (dutch, french):
        assert page.count("reservekopie") == page.count("serveur") == 1
        assert "snijwond" not in page
        assert "Ruimer zoeken" not in page


def test_the_label_names_dossiers_to_who_reads_any(app: Flask, people: dict[str, str]) -> None:
    for who, told in (("noord", True), ("analyst", True), ("reader", False)):
        visitor = Visitor(app)
        visitor.sign_in(people[who])
        for address in ("/nl/search", "/nl/rex/1999/1"):
            assert ("Zoek in REX en dossiers, in het" in visitor.get(address).main) is told
    assert "Zoek in alle REX" in Visitor(app).get("/nl/search").main


def test_the_newest_rex_is_the_one_published_last(
    app: Flask, people: dict[str, str], visitor: Visitor
) -> None:
    """By its own day, among the dossiers; one dated after its year stands at the end of that."""
    with app.app_context():
        publisher = factories.person(db.session, Role.PUBLISHER)
        for year, day in ((2025, "2025-03-01"), (2025, "2025-09-01"), (2023, "2026-11-01")):
            row = bulletins.ready(db.session, title=Translated("Tafel", "Table"))
            moment = datetime.fromisoformat(f"{day}T09:00+00:00")
            quiet = Plan(quiet=True)
            operations.publish(db.session, publisher, row, year, quiet, moment=moment)
        incident = db.session.scalars(select(Incident).where(Incident.id == 1)).one()
        orders = {
            key_of(each): document_of(each).order
            for each in (*db.session.scalars(select(Bulletin)), incident)
        }
        db.session.commit()
        app.extensions["outbox"].drain()
    assert sorted(orders, key=lambda key: orders[key]) == ["rex:3", "rex:1", "incident:1", "rex:2"]
    visitor.sign_in(people["analyst"])
    found = cards(search(visitor, "q=tafel&sort=newest&kind=rex"))
    assert found == ["REX 2 – 2025", "REX 1 – 2025", "REX 1 – 2023"]
    assert "gebeurd op 06/05/2025" in search(visitor, "q=tafel&sort=newest").main


def test_the_count_stands_before_the_filters_with_a_link_to_the_results(
    app: Flask, people: dict[str, str], visitor: Visitor
) -> None:
    visitor.sign_in(people["analyst"])
    page = search(visitor, "q=table+tafel")
    for told in ("2 resultaten", "Naar de resultaten"):
        assert page.main.index(told) < page.main.index("Volgorde")
    assert page.soup.select('main a[href="#results"]')
    assert page.soup.select_one("#results[tabindex]")
    assert not search(visitor, "q=zzyzx").soup.select('main a[href="#results"]')


@pytest.mark.parametrize("typed", ["%25", '"', "%F0%9F%94%A5", "de", "het+%26+le"])
def test_a_question_that_says_nothing_is_told_so(
    app: Flask, people: dict[str, str], visitor: Visitor, typed: str
) -> None:
    visitor.sign_in(people["analyst"])
    page = search(visitor, f"q={typed}")
    assert "Typ een woord dat meer zegt" in page.main
    assert "Verwittig mij" not in page.main
    assert "Filter weglaten: 2024" in search(visitor, f"q={typed}&year=2024").main
    assert "Tapez un mot" in search(visitor, f"q={typed}", "fr").main
    for word in ("zzyzx", "a" * 1000):
        assert "Typ een woord" not in search(visitor, f"q={word}").main


def test_a_mistyped_word_is_told_with_what_was_read(
    app: Flask, people: dict[str, str], visitor: Visitor
) -> None:
    visitor.sign_in(people["analyst"])
    dutch = search(visitor, "q=tafel+verschuivnig&step=positioning")
    told = "“verschuivnig” staat in geen enkele tekst die u kunt lezen. Gelezen als:"
    assert f"{told} tafel verschuiving" in dutch.main
    read = dutch.follow("tafel verschuiving")
    assert read.url == "/nl/search?q=tafel+verschuiving&step=positioning"
    assert "Gelezen als" not in read.main
    french = search(visitor, "q=verschuivnig+omgekerd", "fr").main
    assert "« verschuivnig », « omgekerd » ne figurent dans aucun texte" in french


def test_a_page_after_the_last_is_the_last(
    app: Flask, people: dict[str, str], visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", 1)
    visitor.sign_in(people["analyst"])
    last, past = (
        search(visitor, f"q=table+tafel&kind=incident&page={number}") for number in (2, 99_999)
    )
    assert "Pagina 2 van 2" in past.main
    assert cards(past) == cards(last) != []


@pytest.mark.parametrize("damage", ["removed", "emptied", "scrambled"])
def test_a_lost_index_breaks_no_page_and_comes_back(
    app: Flask, people: dict[str, str], visitor: Visitor, damage: str
) -> None:
    visitor.sign_in(people["noord"])
    folder = app.config["PORTAL"].data_dir / "index"
    if damage == "removed":
        shutil.rmtree(folder)
    elif damage == "scrambled":
        assert search(visitor, "q=tafel").status == 200
        for file in folder.rglob("*.columns"):
            point_nowhere(file)
    else:
        for file in folder.rglob("*"):
            if file.is_file():
                file.write_bytes(b"")
    degraded = search(visitor, "q=tafelverschuiving met")
    assert "enkel in de titels" in degraded.main
    assert degraded.status == 200
    assert cards(degraded) == ["Tafelverschuiving met verkeerd teken"]
    assert cards(search(visitor, "q=verschuiving")) == ["Tafelverschuiving met verkeerd teken"]


def test_filters_hold_while_there_is_no_index(
    app: Flask, people: dict[str, str], visitor: Visitor
) -> None:
    visitor.sign_in(people["noord"])
    for filters, found in (
        ("kind=incident&year=2025&family=T&family=O", 1),
        ("kind=rex", 0),
        ("year=1999", 0),
        ("barrier=other", 0),
    ):
        for typed in ("", "q=tafel&"):
            shutil.rmtree(app.config["PORTAL"].data_dir / "index", ignore_errors=True)
            degraded = search(visitor, f"{typed}{filters}")
            assert "enkel in de titels" in degraded.main
            assert len(cards(degraded)) == found
            assert ("Zoek straks opnieuw" in degraded.main) is (not found)
            assert "Probeer minder of andere woorden" not in degraded.main


@pytest.mark.parametrize(
    "typed",
    ["", " ", "*", '"', "a" * 10_000, "%00", "AND OR NOT", "title:", "%ED%A0%80", "%E2%80%8F"],
)
def test_any_question_gets_a_page(app: Flask, visitor: Visitor, typed: str) -> None:
    page = search(visitor, f"q={typed}&page=-3&sort=x&year=%00&step=x")
    assert page.status == 200
    (box,) = page.soup.select("#q")
    assert len(str(box["value"])) <= int(str(box["maxlength"])) == 1000


def test_the_command_sees_everything_and_prints_json(app: Flask, people: dict[str, str]) -> None:
    result = app.test_cli_runner().invoke(
        args=["search", "query", "table tafel", "--language", "fr", "--format", "json"]
    )
    hits = json.loads(result.stdout)
    assert [hit["languages"] for hit in hits] in ([["fr"], ["nl"]], [["nl"], ["fr"]])
    assert all(set(hit) >= {"id", "score", "languages"} for hit in hits)
    assert {
        (each["typed"], each["language"], each["source"]) for hit in hits for each in hit["reasons"]
    } >= {("tafel", "nl", "typed"), ("table", "fr", "typed")}


def test_the_command_says_what_it_cannot_do(app: Flask, people: dict[str, str]) -> None:
    def said(*words: str) -> tuple[int, str, str]:
        result = app.test_cli_runner().invoke(args=["search", "query", *words])
        return result.exit_code, result.stdout, result.stderr

    unquoted = said("table", "tafel")
    assert unquoted == said("table tafel") == said("\udcfftable\n\0 tafel", "--limit", "2")
    assert unquoted[1].count("+") + unquoted[1].count("  fr  ") + unquoted[1].count("  nl  ") == 2
    assert said("zzyzx") == (0, "", "Nothing found.\n")
    assert said("zzyzx", "--format", "json") == (0, "[]\n", "")
    for wrong in ((), ("",), (" ",), ("x", "--limit", "0"), ("x", "--language", "de")):
        code, out, error = said(*wrong)
        assert (code, out, "Error: " in error) == (2, "", True)
    assert said("woord " * 20_000)[0] == 0


def test_the_index_can_be_made_again(app: Flask, people: dict[str, str]) -> None:
    shutil.rmtree(app.config["PORTAL"].data_dir / "index")
    result = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert result.output == "2 documents.\n"
