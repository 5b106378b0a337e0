"""The workshop: drafted from a dossier, written by two people on the source sheet, made ready."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from portal.bulletins import operations
from portal.bulletins.forms import NOT_OFFERED
from portal.bulletins.models import Bulletin, BulletinStatus, Section
from portal.db import db
from portal.i18n import Language, Translated
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import ActionStatus, ProcessStep
from portal.permissions import Role
from portal.trail import TrailEntry
from tests import bulletins, factories
from tests.pages import Page, Visitor, values_of
from tests.statements import recorded


def _accepted(app: Flask, **values: Any) -> str:
    with app.app_context():
        department = factories.department(db.session)
        values = {"status": IncidentStatus.ACCEPTED} | values
        reference = factories.incident(db.session, department, **values).reference
        db.session.commit()
    return reference


def _written(app: Flask, **values: Any) -> int:
    """A bulletin that is being written; its id."""
    with app.app_context():
        row = bulletins.bulletin(db.session, **values).id
        db.session.commit()
    return row


def _signed_in(app: Flask, *roles: Role) -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in(bulletins.somebody(app, *roles))
    return visitor


@pytest.fixture
def analyst(app: Flask) -> Visitor:
    """Somebody who writes bulletins."""
    return _signed_in(app, Role.ANALYST)


@pytest.fixture
def colleague(app: Flask) -> Visitor:
    """Somebody else who writes bulletins."""
    return _signed_in(app, Role.ANALYST)


def _stored(app: Flask, number: int) -> dict[str, Any]:
    """What the database holds of a bulletin."""
    with app.app_context():
        row = db.session.get_one(Bulletin, number)
        return {
            "title": row.title,
            "essence": row.essence,
            "status": row.status,
            "step": row.step,
            "systems": row.systems,
            "families": row.cause_families,
            "editor": row.last_editor_id,
            "edited_at": row.edited_at,
            **{
                section.value: [(block.kind.value, block.text) for block in row.section(section)]
                for section in Section
            },
        }


def _block(app: Flask, number: int, section: Section = Section.COURSE, index: int = 0) -> int:
    with app.app_context():
        return db.session.get_one(Bulletin, number).section(section)[index].id


def _token(page: Page) -> dict[str, str]:
    field = page.soup.select_one('input[name="csrf_token"]')
    assert field
    return {"csrf_token": str(field["value"])}


def _switch(page: Page) -> str:
    """Where the page stands in the other language."""
    link = page.soup.select_one(".masthead-language")
    assert link
    return str(link["href"])


def _area(page: Page, name: str) -> str:
    """What stands in a text field of the page."""
    area = page.soup.select_one(f"textarea#{name}")
    assert area
    return area.get_text().strip()


def _draft(visitor: Visitor, reference: str, language: str = "nl") -> Page:
    return visitor.get(f"/{language}/incidents/{reference}").submit(f"/from/{reference}")


def _filled(visitor: Visitor, reference: str) -> Page:
    """A draft into which everything of its dossier was taken over."""
    return _draft(visitor, reference).submit("/bulletins/1", button="action=take_all")


def test_no_section_is_typed_twice(app: Flask, analyst: Visitor) -> None:
    reference = _accepted(
        app,
        narrative=Translated(nl="Het begon.\n\n- Eerst dit;\n- dan dat.\n\nHet eindigde."),
        equipment=Translated(nl="Versneller 2"),
        vendor="R&V",
        recommendation=Translated(nl="Kijk na."),
        actions=[
            CorrectiveAction(text=Translated(nl="Procedure\naangepast"), status=ActionStatus.DONE),
            CorrectiveAction(text=Translated(nl="Opleiding"), status=ActionStatus.PLANNED),
        ],
    )
    page = _filled(analyst, reference)
    assert page.url == "/nl/bulletins/1"
    assert page.heading == "Verkeerd veld geladen"
    stored = _stored(app, 1)
    assert stored["course"] == [
        ("paragraph", Translated(nl="Het begon.")),
        ("bullet", Translated(nl="Eerst dit;")),
        ("bullet", Translated(nl="dan dat.")),
        ("paragraph", Translated(nl="Het eindigde.")),
    ]
    assert stored["actions"] == [
        ("bullet", Translated(nl="Procedure aangepast")),
        ("bullet", Translated(nl="Opleiding")),
    ]
    assert stored["recommendation"] == [("paragraph", Translated(nl="Kijk na."))]
    assert (stored["step"], stored["systems"], stored["families"]) == (
        ProcessStep.DATA_TRANSFER,
        "R&V",
        "O",
    )


def test_texts_of_both_languages_stand_side_by_side(app: Flask, analyst: Visitor) -> None:
    """French says in one paragraph what Dutch says in two: the others keep their partner."""
    reference = _accepted(
        app,
        narrative=Translated(
            "Een.\n\nTwee.\n\n- punt\n- komma\n\nSlot.", "Un deux.\n\n- point\n- virgule\n\nFin."
        ),
    )
    _filled(analyst, reference)
    course = _stored(app, 1)["course"]
    assert ("bullet", Translated("punt", "point")) in course
    assert ("paragraph", Translated("Slot.", "Fin.")) in course
    assert [text.missing for _kind, text in course].count([Language.FR]) == 1


def test_asking_twice_leads_to_the_same_draft(app: Flask, analyst: Visitor) -> None:
    reference = _accepted(app)
    assert _draft(analyst, reference).url == _draft(analyst, reference, "fr").url.replace(
        "/fr/", "/nl/"
    )
    with app.app_context():
        assert len(db.session.scalars(select(Bulletin)).all()) == 1


def test_two_who_begin_at_once_begin_one_rex(app: Flask) -> None:
    reference = _accepted(app)
    pages = [_signed_in(app, Role.ANALYST).get(f"/nl/incidents/{reference}") for _ in range(3)]
    with ThreadPoolExecutor(len(pages)) as pool:
        landed = {
            page.url for page in pool.map(lambda page: page.submit(f"/from/{reference}"), pages)
        }
    assert landed == {"/nl/bulletins/1"}


def test_a_dossier_that_is_not_accepted_feeds_no_rex(app: Flask, analyst: Visitor) -> None:
    reference = _accepted(app, status=IncidentStatus.SUBMITTED)
    token = _token(analyst.get("/nl/rex"))
    answer = analyst.post(f"/nl/bulletins/from/{reference}", token)
    assert answer.status == 404
    assert analyst.get(_switch(answer)).url == f"/fr/incidents/{reference}"


@pytest.mark.parametrize("role", [Role.QUALITY_MANAGER, Role.READER, Role.ADMINISTRATOR])
def test_the_workshop_is_closed_to_others(app: Flask, role: Role) -> None:
    number = _written(app)
    other = _signed_in(app, role)
    assert other.get("/nl/bulletins").status == 403
    for path in ("", "/preview", "/publish", "/preview-nl.pdf", "/translation", "/translators"):
        assert other.get(f"/fr/bulletins/{number}{path}").status == 404


@pytest.mark.parametrize("path", ["999", "0", "99999999999999999999", "x"])
def test_what_does_not_exist_is_not_found(analyst: Visitor, path: str) -> None:
    assert analyst.get(f"/nl/bulletins/{path}").status == 404


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_missing_texts_are_visibly_missing(app: Flask, analyst: Visitor, language: str) -> None:
    _filled(analyst, _accepted(app))
    overview = analyst.get(f"/{language}/bulletins")
    assert len(overview.soup.select("main .missing")) == 2
    source = overview.follow("Verkeerd veld geladen")
    assert [label["for"] for label in source.soup.select("label:has(.missing)")] == ["essence_nl"]
    page = analyst.get(f"/{language}/bulletins/1/translation")
    missing = {str(label["for"]) for label in page.soup.select("label:has(.missing)")}
    block = _block(app, 1)
    assert {"title_fr", "essence_fr", f"block_{block}_fr"} <= missing
    assert page.soup.select_one(f'textarea#block_{block}_fr[lang="fr-BE"]')


def test_saving_says_who_wrote_last_only_when_something_changed(
    app: Flask, analyst: Visitor
) -> None:
    number = _written(app)
    before = _stored(app, number)
    page = analyst.get(f"/nl/bulletins/{number}").submit(f"/bulletins/{number}")
    assert (page.status, page.url) == (200, f"/nl/bulletins/{number}")
    assert _stored(app, number) == before
    page.submit(f"/bulletins/{number}", title_nl="Een andere titel")
    after = _stored(app, number)
    assert after["title"] == Translated("Een andere titel", bulletins.BOTH.fr)
    assert after["editor"] > 0
    assert after["edited_at"] > before["edited_at"]


def test_features_are_corrected(app: Flask, analyst: Visitor) -> None:
    number = _written(app)
    page = analyst.get(f"/nl/bulletins/{number}")
    page.submit(step="planning", systems="TPS\r\nR&V", cause_families=["T", "H"])
    stored = _stored(app, number)
    assert (stored["step"], stored["systems"], stored["families"]) == (
        ProcessStep.PLANNING,
        "TPS\nR&V",
        "TH",
    )
    analyst.get(f"/nl/bulletins/{number}").submit(step="", systems="", cause_families=None)
    stored = _stored(app, number)
    assert (stored["step"], stored["systems"], stored["families"]) == (None, "", "")


def test_blocks_are_added_moved_changed_and_removed(app: Flask, analyst: Visitor) -> None:
    number = _written(app)
    first = _block(app, number)
    page = analyst.get(f"/nl/bulletins/{number}").submit(
        button="action=add_course", **{f"block_{first}_nl": "Eerste."}
    )
    second = _block(app, number, index=1)
    page = page.submit(
        button=f"action=up_{second}",
        **{f"block_{second}_nl": "Tweede.", f"block_{second}_kind": "bullet"},
    )
    moved = ("bullet", Translated("Tweede."))
    stayed = ("paragraph", Translated("Eerste.", bulletins.BOTH.fr))
    assert _stored(app, number)["course"] == [moved, stayed]
    page = page.submit(button=f"action=down_{second}")
    assert _stored(app, number)["course"] == [stayed, moved]
    page.submit(button=f"action=remove_{first}")
    assert _stored(app, number)["course"] == [moved]


def test_a_new_block_is_where_the_page_goes(app: Flask, analyst: Visitor) -> None:
    number = _written(app)
    page = analyst.get(f"/nl/bulletins/{number}").submit(follow=False, button="action=add_actions")
    added = _block(app, number, Section.ACTIONS, 1)
    assert page.response.headers["Location"].endswith(f"#block_{added}_nl")
    assert _stored(app, number)["actions"][1] == ("bullet", Translated())


def test_pasted_paragraphs_and_bullets_become_blocks(app: Flask, analyst: Visitor) -> None:
    number = _written(app)
    first = _block(app, number)
    pasted = "Eerste\r\nregel.\r\n\r\n- punt;\r\n- komma."
    analyst.get(f"/nl/bulletins/{number}").submit(**{f"block_{first}_nl": pasted})
    assert _stored(app, number)["course"] == [
        ("paragraph", Translated("Eerste regel.", bulletins.BOTH.fr)),
        ("bullet", Translated(nl="punt;")),
        ("bullet", Translated(nl="komma.")),
    ]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("title_nl", "x" * 201),
        ("essence_nl", "x" * 161),
        ("block_{block}_nl", "x" * 40_001),
        ("block_{block}_nl", "woord " * 2_000_000),
    ],
)
def test_too_much_is_refused_and_kept_on_the_page(sqlite_app: Flask, field: str, text: str) -> None:
    number = _written(sqlite_app)
    name = field.format(block=_block(sqlite_app, number))
    before = _stored(sqlite_app, number)
    page = _signed_in(sqlite_app, Role.ANALYST).get(f"/nl/bulletins/{number}")
    answer = page.submit(**{"systems": "R&V", name: text})
    assert answer.status == 422
    assert answer.soup.select(f'.error-summary a[href="#{name}"]')
    assert _area(answer, name) == text.strip()
    assert _stored(sqlite_app, number) == before


def test_awkward_characters_are_stored_as_words(sqlite_app: Flask) -> None:
    number = _written(sqlite_app)
    page = _signed_in(sqlite_app, Role.ANALYST).get(f"/nl/bulletins/{number}")
    long = "w" * 20_000
    awkward = f"a\0b \N{RIGHT-TO-LEFT OVERRIDE}c <b>&amp; e\N{COMBINING ACUTE ACCENT}{long}"
    assert page.submit(**{f"block_{_block(sqlite_app, number)}_nl": awkward}).status == 200
    stored = _stored(sqlite_app, number)["course"][0][1].nl
    assert stored == f"ab \N{RIGHT-TO-LEFT OVERRIDE}c <b>&amp; é{long}"


def _both_open(app: Flask, first: Visitor, second: Visitor) -> tuple[int, Page, Page]:
    number = _written(app)
    return number, first.get(f"/nl/bulletins/{number}"), second.get(f"/fr/bulletins/{number}")


def test_different_texts_never_clash(app: Flask, analyst: Visitor, colleague: Visitor) -> None:
    number, mine, theirs = _both_open(app, analyst, colleague)
    block = _block(app, number)
    sheet = theirs.visitor.get(f"/fr/bulletins/{number}/translation")
    assert mine.submit(**{f"block_{block}_nl": "Van mij."}).status == 200
    assert theirs.submit(title_nl="Titel").status == 200
    assert sheet.submit(**{f"block_{block}_fr": "De l'autre."}).status == 200
    stored = _stored(app, number)
    assert stored["course"] == [("paragraph", Translated("Van mij.", "De l'autre."))]
    assert stored["title"].nl == "Titel"


@pytest.mark.parametrize(("keep", "kept"), [("mine", "Tweede"), ("theirs", "Eerste")])
def test_two_editors_of_one_text_keep_both_and_choose(
    app: Flask, analyst: Visitor, colleague: Visitor, keep: str, kept: str
) -> None:
    number, first, second = _both_open(app, analyst, colleague)
    first.submit(title_nl="Eerste")
    clash = second.submit(title_nl="Tweede", essence_nl="De kern.")
    assert clash.status == 409
    assert "Eerste" in clash.main
    assert re.search(r"\d{1,2}h\d\d", clash.form().get_text())
    assert _area(clash, "title_nl") == "Tweede"
    assert _stored(app, number)["essence"] == bulletins.BOTH
    saved = clash.submit(title_nl_keep=keep)
    assert saved.status == 200
    assert _stored(app, number)["title"].nl == kept
    assert _stored(app, number)["essence"].nl == "De kern."


def test_what_others_wrote_meanwhile_survives_a_clash_elsewhere(
    app: Flask, analyst: Visitor, colleague: Visitor
) -> None:
    number, first, second = _both_open(app, analyst, colleague)
    first.submit(title_nl="Eerste", essence_nl="Van de eerste.")
    second.submit(title_nl="Tweede").submit(title_nl_keep="mine")
    stored = _stored(app, number)
    assert (stored["title"].nl, stored["essence"].nl) == ("Tweede", "Van de eerste.")


def test_a_clash_of_features_is_told_in_words(
    app: Flask, analyst: Visitor, colleague: Visitor
) -> None:
    number, first, second = _both_open(app, analyst, colleague)
    first.submit(step="planning", cause_families=["T"])
    clash = second.submit(step="imaging", cause_families=["H"])
    assert clash.status == 409
    clash.submit(step_keep="theirs", cause_families_keep="mine")
    stored = _stored(app, number)
    assert (stored["step"], stored["families"]) == (ProcessStep.PLANNING, "H")


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_words_in_a_block_that_somebody_removed_are_not_lost(
    app: Flask, analyst: Visitor, colleague: Visitor, keep: str
) -> None:
    number, first, second = _both_open(app, analyst, colleague)
    block = _block(app, number, Section.ACTIONS)
    first.submit(button=f"action=remove_{block}")
    assert _stored(app, number)["actions"] == []
    clash = second.submit(**{f"block_{block}_nl": "Herschreven."})
    assert clash.status == 409
    assert clash.submit(**{f"block_{block}_keep": keep}).status == 200
    put_back = [("bullet", Translated("Herschreven."))]
    assert _stored(app, number)["actions"] == (put_back if keep == "mine" else [])


def test_a_removed_block_that_nobody_else_changed_stays_removed(
    app: Flask, analyst: Visitor, colleague: Visitor
) -> None:
    number, first, second = _both_open(app, analyst, colleague)
    first.submit(button=f"action=remove_{_block(app, number, Section.ACTIONS)}")
    assert second.submit(title_nl="Titel").status == 200
    assert _stored(app, number)["actions"] == []


def test_nobody_removes_words_that_they_have_not_seen(
    app: Flask, analyst: Visitor, colleague: Visitor
) -> None:
    number, first, second = _both_open(app, analyst, colleague)
    block = _block(app, number)
    first.submit(**{f"block_{block}_nl": "Net geschreven."})
    clash = second.submit(button=f"action=remove_{block}")
    assert clash.status == 409
    assert "Net geschreven." in clash.main
    assert (
        clash.submit(button=f"action=remove_{block}", **{f"block_{block}_nl_keep": "theirs"}).status
        == 200
    )
    assert _stored(app, number)["course"] == []


def test_words_sent_after_the_rex_was_marked_ready_stay_on_the_page(
    app: Flask, analyst: Visitor, colleague: Visitor
) -> None:
    number, first, second = _both_open(app, analyst, colleague)
    first.submit(button="action=finish")
    late = second.submit(title_nl="Te laat")
    assert late.status == 409
    assert _area(late, "title_nl") == "Te laat"
    assert _stored(app, number)["title"] == bulletins.BOTH


def test_a_rex_with_holes_is_not_ready(app: Flask, analyst: Visitor) -> None:
    _filled(analyst, _accepted(app))
    page = analyst.get("/fr/bulletins/1").submit("/bulletins/1", button="action=finish")
    assert page.status == 422
    links = {str(link["href"]) for link in page.soup.select(".error-summary a")}
    sheet = "/fr/bulletins/1/translation"
    assert {f"{sheet}#title_fr", "#essence_nl", f"{sheet}#block_{_block(app, 1)}_fr"} <= links
    assert "#add_recommendation" in links
    pages = {"": page, sheet: analyst.get(sheet)}
    for link in links:
        address, _hash, anchor = link.partition("#")
        assert pages[address].soup.find(id=anchor), f"{link} leads nowhere"
    assert _stored(app, 1)["status"] is BulletinStatus.DRAFT


def test_words_are_kept_when_finishing_is_refused(app: Flask, analyst: Visitor) -> None:
    _draft(analyst, _accepted(app))
    page = analyst.get("/nl/bulletins/1").submit(
        "/bulletins/1", button="action=finish", essence_nl="De kern."
    )
    assert page.status == 200
    assert page.soup.select('.error-summary a[href$="/translation#title_fr"]')
    assert _stored(app, 1)["essence"].nl == "De kern."


def test_ready_and_written_on(app: Flask, analyst: Visitor) -> None:
    number = _written(app)
    page = analyst.get(f"/nl/bulletins/{number}").submit(button="action=finish", step="planning")
    assert not page.soup.select("main textarea")
    assert _stored(app, number)["status"] is BulletinStatus.READY
    page = page.submit("/reopen")
    assert page.soup.select("main textarea")
    assert _stored(app, number)["step"] is ProcessStep.PLANNING


def test_a_publisher_sends_a_rex_back(app: Flask) -> None:
    number = _written(app, status=BulletinStatus.READY)
    publisher = _signed_in(app, Role.PUBLISHER)
    page = publisher.get(f"/nl/bulletins/{number}").submit("/reopen")
    assert _stored(app, number)["status"] is BulletinStatus.DRAFT
    assert not page.soup.select("main form")


def _set_status(app: Flask, reference: str, status: IncidentStatus) -> None:
    with app.app_context():
        query = select(Incident).where(Incident.reference == reference)
        incident = db.session.scalars(query).one()
        incident.closed_reason, incident.status = "Geen lering", status
        db.session.commit()


def test_a_draft_whose_dossier_was_closed_is_discarded(app: Flask, analyst: Visitor) -> None:
    reference = _accepted(app)
    token = _token(_draft(analyst, reference))
    _set_status(app, reference, IncidentStatus.CLOSED)
    publisher = _signed_in(app, Role.PUBLISHER)
    assert not publisher.get("/nl/bulletins/1").soup.select('form[action$="/discard"]')
    assert publisher.post("/nl/bulletins/1/discard", token).status != 200
    assert analyst.get("/nl/bulletins/1").submit("/discard").url == "/nl/bulletins"
    assert analyst.get("/nl/bulletins/1").status == 404
    _set_status(app, reference, IncidentStatus.ACCEPTED)
    assert _draft(analyst, reference).status == 200


@pytest.mark.parametrize(
    ("of_incident", "of_bulletin"),
    [
        (IncidentStatus.ACCEPTED, BulletinStatus.DRAFT),
        (IncidentStatus.CLOSED, BulletinStatus.READY),
    ],
)
def test_a_rex_that_may_still_appear_is_not_discarded(
    app: Flask, analyst: Visitor, of_incident: IncidentStatus, of_bulletin: BulletinStatus
) -> None:
    reference = _accepted(app)
    token = _token(_draft(analyst, reference))
    _set_status(app, reference, of_incident)
    with app.app_context():
        db.session.get_one(Bulletin, 1).status = of_bulletin
        db.session.commit()
    assert not analyst.get("/nl/bulletins/1").soup.select('form[action$="/discard"]')
    answer = analyst.post("/nl/bulletins/1/discard", token)
    assert answer.status == 409
    assert analyst.get(_switch(answer)).url == "/fr/bulletins/1"


def test_words_sent_after_publication_are_told_that_it_is_published(
    app: Flask, analyst: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = _written(app)
    page = analyst.get(f"/nl/bulletins/{number}")
    bulletins.cheap_documents(monkeypatch)
    with app.app_context():
        row = db.session.get_one(Bulletin, number)
        row.status = BulletinStatus.READY
        operations.publish(db.session, factories.person(db.session, Role.PUBLISHER), row, 2026)
        db.session.commit()
    late = page.submit(title_nl="Te laat")
    assert late.status == 409
    assert _area(late, "title_nl") == "Te laat"
    notice = late.soup.select_one(".notice h2")
    assert notice
    assert "publi" in notice.get_text()


def test_a_dossier_leads_to_the_rex_that_came_of_it(
    app: Flask, analyst: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulletins.cheap_documents(monkeypatch)
    reference = _accepted(app)
    with app.app_context():
        incident = db.session.scalars(select(Incident)).one()
        row = bulletins.ready(db.session, incidents=[incident])
        db.session.commit()
        address = f"/nl/incidents/{reference}"
        assert not analyst.get(address).soup.select('main a[href*="/rex/"]')
        operations.publish(db.session, factories.person(db.session, Role.PUBLISHER), row, 2020)
        db.session.commit()
    assert analyst.get(address).follow("REX 1 – 2020").url == "/nl/rex/2020/1"


def test_a_long_text_is_counted_and_never_cut_off(sqlite_app: Flask) -> None:
    number = _written(sqlite_app)
    page = _signed_in(sqlite_app, Role.ANALYST).get(f"/fr/bulletins/{number}")
    assert not page.soup.select("main [maxlength]")
    answer = page.submit(essence_nl="x" * 172)
    error = answer.soup.select_one("#essence_nl-error")
    assert error
    assert "172" in error.get_text()
    assert "160" in error.get_text()


@pytest.mark.parametrize("language", ["nl", "fr"])
@pytest.mark.parametrize(("field", "value"), [("step", "x"), ("cause_families", ["x"])])
def test_an_answer_that_was_not_offered_is_refused_in_our_words(
    sqlite_app: Flask, language: str, field: str, value: object
) -> None:
    number = _written(sqlite_app)
    page = _signed_in(sqlite_app, Role.ANALYST).get(f"/{language}/bulletins/{number}")
    fields = values_of(page.form()) | {field: value}
    answer = page.visitor.post(f"/{language}/bulletins/{number}", fields)
    assert answer.status == 422
    with sqlite_app.test_request_context(f"/{language}/"), force_locale(language):
        assert str(NOT_OFFERED) in answer.main


def test_a_step_that_is_not_open_answers_409(app: Flask, analyst: Visitor) -> None:
    number = _written(app)
    page = analyst.get(f"/nl/bulletins/{number}")
    token = _token(page)
    assert analyst.post(f"/nl/bulletins/{number}/reopen", token).status == 409
    assert analyst.post(f"/nl/bulletins/{number}/finish", token).status == 200
    assert analyst.post(f"/nl/bulletins/{number}/finish", token).status == 409


def test_a_step_that_was_refused_is_read_in_the_other_language_too(
    sqlite_app: Flask,
) -> None:
    analyst = _signed_in(sqlite_app, Role.ANALYST)
    _draft(analyst, _accepted(sqlite_app))
    token = _token(analyst.get("/nl/bulletins/1"))
    for verb, status in (("finish", 422), ("reopen", 409)):
        answer = analyst.post(f"/nl/bulletins/1/{verb}", token)
        assert answer.status == status
        assert analyst.get(_switch(answer)).url == "/fr/bulletins/1"


def test_the_trail_tells_which_dossier_feeds_which_rex(app: Flask, analyst: Visitor) -> None:
    reference = _accepted(app)
    page = _draft(analyst, reference)
    assert page.follow(reference).url == f"/nl/incidents/{reference}"
    with app.app_context():
        bulletin = db.session.get_one(Bulletin, 1)
        [incident] = bulletin.incidents
        assert incident.reference == reference
        query = select(TrailEntry).where(TrailEntry.subject.startswith("bulletin_incident:"))
        entry = db.session.scalars(query).one()
        assert (entry.action, entry.subject) == ("insert", f"bulletin_incident:1,{incident.id}")
        assert entry.actor.startswith("person:")


def test_the_preview_shows_both_languages(
    sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = _written(sqlite_app)
    analyst = _signed_in(sqlite_app, Role.ANALYST)
    page = analyst.get(f"/nl/bulletins/{number}/preview")
    bodies = {body["lang"]: body.get_text() for body in page.soup.select("article.bulletin")}
    assert bulletins.BOTH.nl in bodies["nl-BE"]
    assert bulletins.BOTH.fr in bodies["fr-BE"]
    bulletins.cheap_documents(monkeypatch)
    links = [str(link["href"]) for link in page.soup.select('a[type="application/pdf"]')]
    assert len(links) == 3
    assert not page.soup.select("main .notice")
    for link in links:
        answer = analyst.get(link).response
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")


def test_the_preview_names_the_characters_that_no_document_can_show(sqlite_app: Flask) -> None:
    number = _written(sqlite_app, title=Translated("Dosis 漢 \N{RIGHT-TO-LEFT OVERRIDE}", "Dose"))
    page = _signed_in(sqlite_app, Role.ANALYST).get(f"/nl/bulletins/{number}/preview")
    notice = page.soup.select_one("main .notice")
    assert notice
    assert "漢 (U+6F22)" in notice.get_text()
    assert notice.get_text().count("U+") == 1


def test_the_overview_asks_the_database_as_often_for_one_as_for_many(sqlite_app: Flask) -> None:
    analyst = _signed_in(sqlite_app, Role.ANALYST)
    _written(sqlite_app)
    with recorded(sqlite_app) as few:
        analyst.get("/nl/bulletins")
    for _each in range(10):
        _written(sqlite_app)
    with recorded(sqlite_app) as many:
        assert len(analyst.get("/nl/bulletins").soup.select(".record")) == 11
    assert len(many) == len(few)
