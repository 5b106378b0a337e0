"""The page of causes: the tree by keyboard, every word kept, two people at once, and bad input."""

import csv
import io
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import select

from portal.analysis import tree
from portal.analysis.outline import nodes_of
from portal.db import db
from portal.i18n import Translated
from portal.incidents.cause import Cause
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import MOST_ROWS, Incident, IncidentStatus
from portal.incidents.taxonomy import ActionStatus, AnalysisTask, BarrierKind, EindhovenCode
from portal.search.index.documents import document_of
from portal.trail import broken_entry
from tests import factories
from tests.pages import Page, Visitor


@pytest.fixture
def reference(app: Flask) -> str:
    """A dossier without causes, with those who may write in it and those who may not."""
    with app.app_context():
        noord = factories.two_departments(
            db.session, "quality", "second", "stranger", "reporter", "analyst"
        )
        incident = factories.incident(db.session, noord, causes=[], actions=[])
        db.session.commit()
        return incident.reference


def address(reference: str, language: str = "nl", more: str = "") -> str:
    """Where the page is."""
    return f"/{language}/incidents/{reference}/analysis/causes{more}"


def open_page(visitor: Visitor, reference: str, language: str = "nl") -> Page:
    """The page of causes, as it stands now."""
    page = visitor.get(address(reference, language))
    assert page.status == 200
    return page


def one(session: Any, reference: str) -> Incident:
    """The incident in this session."""
    found: Incident = session.scalars(select(Incident).where(Incident.reference == reference)).one()
    return found


def outline(app: Flask, reference: str) -> list[tuple[str, str]]:
    """Number and text of every cause; the stored tree is valid and its trail unbroken."""
    with app.app_context():
        incident = one(db.session, reference)
        nodes = nodes_of(incident)
        assert tree.is_tree(nodes)
        assert [cause.position for cause in incident.causes] == list(range(1, len(nodes) + 1))
        assert broken_entry(db.session) is None
        numbers = tree.numbers(nodes)
        return [(numbers[c.id], c.text[incident.language]) for c in incident.causes]


def ids(app: Flask, reference: str) -> dict[str, int]:
    """The id of each cause by its text."""
    with app.app_context():
        incident = one(db.session, reference)
        return {cause.text[incident.language]: cause.id for cause in incident.causes}


def plant(app: Flask, reference: str, *numbers: str) -> dict[str, int]:
    """Give the dossier the causes with these numbers; each has its number for text."""
    with app.app_context():
        incident = one(db.session, reference)
        rows: dict[str, Cause] = {}
        for number in numbers:
            parent = rows.get(number.rpartition(".")[0])
            rows[number] = Cause(text=Translated(nl=number), parent=parent)
            incident.causes.append(rows[number])
        db.session.commit()
    return ids(app, reference)


def said(app: Flask, text: str, language: str = "nl", **values: Any) -> str:
    """A text of the interface."""
    with app.app_context(), force_locale(language):
        return gettext(text, **values)


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_a_tree_grows_by_keyboard_alone(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    page = open_page(enter("quality", language), reference, language)
    page = page.submit(button="do=stay", **{"new-0-text": "De teller was verouderd"})
    first = ids(app, reference)["De teller was verouderd"]
    page = page.submit(button=f"do=add-{first}")
    spare = page.soup.select_one("textarea[autofocus]")
    assert spare is not None
    page = page.submit(button=f"do=add-{first}", **{str(spare["name"]): "Niet genoteerd"})
    page = page.submit(button="do=stay", **{"new-1-text": "Geen afspraak"})
    assert outline(app, reference) == [
        ("1", "De teller was verouderd"),
        ("1.1", "Niet genoteerd"),
        ("1.2", "Geen afspraak"),
    ]
    last = ids(app, reference)["Geen afspraak"]
    page = page.submit(button=f"do=code-{last}")
    assert page.heading == said(app, "Choose a code", language)
    page = page.submit(code="OP")
    assert "OP · " in page.main
    with app.app_context():
        codes = {cause.id: cause.code for cause in one(db.session, reference).causes}
    assert codes[last] is EindhovenCode.OP
    assert list(codes.values()).count(None) == 2
    done = page.submit(ready="yes")
    assert done.url == f"/{language}/incidents/{reference}/analysis"
    with app.app_context():
        (mark,) = one(db.session, reference).task_marks
        assert (mark.task, mark.ready) == (AnalysisTask.CAUSES, True)


@pytest.mark.parametrize(
    ("button", "after"),
    [
        ("up-2", "2 1 1.1 3"),
        ("down-1", "2 1 1.1 3"),
        ("up-1", "1 1.1 2 3"),
        ("out-1.1", "1 1.1 2 3"),
        ("remove-1", "1.1 2 3"),
        ("remove-3", "1 1.1 2"),
    ],
)
def test_each_button_stores_all_that_was_typed(
    app: Flask, reference: str, enter: Callable[..., Visitor], button: str, after: str
) -> None:
    planted = plant(app, reference, "1", "1.1", "2", "3")
    page = open_page(enter("quality"), reference)
    verb, _, number = button.partition("-")
    page = page.submit(
        button=f"do={verb}-{planted[number]}",
        ready="later",
        no_causes_reason="Nog te bekijken",
        **{
            f"cause-{planted['2']}-text": "Twee",
            "new-0-text": "Nieuw",
            "worked-0-kind": "time_out",
            "worked-0-text": "Het team zag het",
            "failed-0-kind": "checklist",
        },
    )
    assert page.status == 200
    wanted = [*after.replace("2", "Twee").split(), "Nieuw"]
    assert [text for _number, text in outline(app, reference)] == wanted
    with app.app_context():
        incident = one(db.session, reference)
        assert incident.no_causes_reason == "Nog te bekijken"
        assert [(b.worked, b.kind, b.text.nl, b.position) for b in incident.barriers] == [
            (True, BarrierKind.TIME_OUT, "Het team zag het", 1),
            (False, BarrierKind.CHECKLIST, "", 2),
        ]
        assert [mark.ready for mark in incident.task_marks] == [False]
    if button in {"up-2", "down-1"}:
        focused = page.soup.select_one("button[autofocus]")
        assert focused is not None
        assert focused["value"] == f"{verb}-{planted[number]}"


def test_out_brings_a_branch_behind_the_one_it_stood_in(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    planted = plant(app, reference, "1", "1.1", "1.1.1", "2")
    page = open_page(enter("quality"), reference)
    page.submit(button=f"do=out-{planted['1.1']}")
    assert outline(app, reference) == [("1", "1"), ("2", "1.1"), ("2.1", "1.1.1"), ("3", "2")]


def test_a_branch_moves_under_another_and_never_under_itself(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    planted = plant(app, reference, "1", "1.1", "2", "2.1")
    quality = enter("quality")
    page = open_page(quality, reference).submit(
        button=f"do=move-{planted['2']}", **{f"cause-{planted['1']}-text": "Eén"}
    )
    offered = {str(each["value"]) for each in page.soup.select("main input[type=radio]")}
    assert offered == {"event", str(planted["1"]), str(planted["1.1"])}
    assert page.submit().status == 200, "the present place is preselected"
    assert page.submit(under=None).status == 422
    page.submit(under=str(planted["1.1"]))
    assert outline(app, reference) == [
        ("1", "Eén"),
        ("1.1", "1.1"),
        ("1.1.1", "2"),
        ("1.1.1.1", "2.1"),
    ]
    page = quality.get(address(reference, more=f"/{planted['2']}/move"))
    refused = page.submit(under=str(planted["2.1"]))
    assert refused.status == 409
    assert said(app, "Somebody changed the tree meanwhile") in refused.main
    refused.submit(under="event")
    assert [number for number, _text in outline(app, reference)] == ["1", "1.1", "2", "2.1"]


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_two_people_on_one_cause_read_both_texts(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    planted = plant(app, reference, "1", "2")
    name = f"cause-{planted['1']}-text"
    first = open_page(enter("quality", language), reference, language)
    second = open_page(enter("second", language), reference, language)
    first.submit(button="do=stay", **{name: "Van de eerste"})
    clash = second.submit(
        button=f"do=down-{planted['1']}", **{name: "Van de tweede", "new-0-text": "Nog één"}
    )
    assert clash.status == 409
    assert "Van de eerste" in clash.main
    assert clash.soup.select(f".error-summary a[href='#{name}_keep-mine']")
    assert outline(app, reference) == [("1", "Van de eerste"), ("2", "2")]
    kept = clash.submit(button=f"do=down-{planted['1']}", **{f"{name}_keep": "theirs"})
    assert kept.status == 200
    assert outline(app, reference) == [("1", "2"), ("2", "Van de eerste"), ("3", "Nog één")]


def test_two_people_on_different_causes_do_not_meet(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    planted = plant(app, reference, "1", "2")
    first, second = open_page(enter("quality"), reference), open_page(enter("second"), reference)
    first.submit(
        button=f"do=up-{planted['2']}",
        **{f"cause-{planted['1']}-text": "Een", "worked-0-kind": "time_out"},
    )
    done = second.submit(
        button="do=stay", **{f"cause-{planted['2']}-text": "Twee", "failed-0-kind": "checklist"}
    )
    assert done.status == 200
    assert outline(app, reference) == [("1", "Twee"), ("2", "Een")]
    with app.app_context():
        assert {each.kind for each in one(db.session, reference).barriers} == {
            BarrierKind.TIME_OUT,
            BarrierKind.CHECKLIST,
        }


@pytest.mark.parametrize("verb", ["up", "down", "out", "remove", "add", "code", "move", "stay"])
def test_words_for_a_cause_that_is_gone_stay_on_the_page(
    app: Flask, reference: str, enter: Callable[..., Visitor], verb: str
) -> None:
    planted = plant(app, reference, "1", "1.1", "2")
    gone = planted["1"]
    first, second = enter("quality"), enter("second")
    late = second.get(address(reference) + f"?add={gone}")
    open_page(first, reference).submit(button=f"do=remove-{gone}")
    answer = late.submit(
        button=f"do={verb}-{gone}" if verb != "stay" else "do=stay",
        **{f"cause-{gone}-text": "Mijn eigen woorden", "new-1-text": "Daaronder"},
    )
    assert answer.status == 409
    written = [area.get_text().strip() for area in answer.soup.select("main textarea")]
    assert {"Mijn eigen woorden", "Daaronder"} <= set(written)
    assert outline(app, reference) == [("1", "1.1"), ("2", "2")]
    assert answer.submit(button="do=stay").status == 200
    texts = [text for _number, text in outline(app, reference)]
    assert texts[:2] == ["1.1", "2"]
    assert sorted(texts[2:]) == ["Daaronder", "Mijn eigen woorden"]


def test_nobody_removes_words_that_he_did_not_read(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    (cause,) = plant(app, reference, "1").values()
    page = open_page(enter("second"), reference)
    open_page(enter("quality"), reference).submit(
        button="do=stay", **{f"cause-{cause}-text": "Nieuwe woorden"}
    )
    answer = page.submit(button=f"do=remove-{cause}")
    assert answer.status == 409
    assert "Nieuwe woorden" in answer.main
    answer.submit(button=f"do=remove-{cause}")
    assert outline(app, reference) == []


@pytest.mark.parametrize("name", ["worked", "failed", "no_causes_reason"])
def test_barriers_and_the_reason_are_guarded_too(
    app: Flask, reference: str, enter: Callable[..., Visitor], name: str
) -> None:
    def answers(kind: str) -> dict[str, str]:
        return {name: kind} if name == "no_causes_reason" else {f"{name}-0-kind": kind}

    first, second = open_page(enter("quality"), reference), open_page(enter("second"), reference)
    first.submit(**answers("checklist"))
    clash = second.submit(**answers("time_out"))
    assert clash.status == 409
    clash.submit(**{f"{name}_keep": "mine"})
    with app.app_context():
        incident = one(db.session, reference)
        kept = [each.kind.value for each in incident.barriers] or [incident.no_causes_reason]
        assert kept == ["time_out"]


def test_a_code_that_two_people_choose_is_asked_again(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    (cause,) = plant(app, reference, "1").values()
    path = address(reference, more=f"/{cause}/code")
    first, second = enter("quality").get(path), enter("second").get(path)
    first.submit(code="TD")
    clash = second.submit(code="HRV")
    assert clash.status == 409
    assert "TD · " in clash.main
    clash.submit(code_keep="mine")
    with app.app_context():
        (row,) = one(db.session, reference).causes
        assert row.code is EindhovenCode.HRV


def test_a_code_for_a_cause_that_is_gone_leaves_the_barriers(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    (cause,) = plant(app, reference, "1").values()
    late = enter("second").get(address(reference, more=f"/{cause}/code"))
    open_page(enter("quality"), reference).submit(
        button=f"do=remove-{cause}", **{"worked-0-kind": "time_out"}
    )
    answer = late.submit(code="TD")
    assert answer.status == 409
    assert answer.submit("/causes").status == 200
    with app.app_context():
        assert len(one(db.session, reference).barriers) == 1


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_what_must_be_mended_keeps_every_word(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    planted = plant(app, reference, "1", "2")
    page = open_page(enter("quality", language), reference, language)
    answers = {
        f"cause-{planted['1']}-text": "   ",
        f"cause-{planted['2']}-text": "x" * 4001,
        "new-0-text": "Nieuw",
        "worked-0-text": "Zonder keuze",
    }
    refused = page.submit(button=f"do=up-{planted['2']}", **answers)
    assert refused.status == 422
    links = {str(link["href"]) for link in refused.soup.select(".error-summary a")}
    assert links == {
        f"#cause-{planted['1']}-text",
        f"#cause-{planted['2']}-text",
        "#worked-0-kind",
    }
    written = [area.get_text().strip() for area in refused.soup.select("main textarea")]
    assert {"x" * 4001, "Nieuw", "Zonder keuze"} <= set(written)
    assert outline(app, reference) == [("1", "1"), ("2", "2")]
    mended = refused.submit(
        button=f"do=remove-{planted['1']}",
        **{f"cause-{planted['2']}-text": "Twee", "worked-0-kind": "other"},
    )
    assert mended.status == 200
    assert outline(app, reference) == [("1", "Twee"), ("2", "Nieuw")]


def test_buttons_and_fields_that_nobody_made_change_nothing(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    planted = plant(app, reference, "1")
    quality = enter("quality")
    cause = planted["1"]
    for button in ("fly-1", "up-", "up-99999999999999", "remove-0", "up", "\x00", "out-x"):
        answer = open_page(quality, reference).submit(do=button)
        assert answer.status in {200, 409}
    odd = {"new-0-under": "x\x00", "new-0-text": "Los", "new-7-under": "0", "new-7-text": "Ook"}
    assert open_page(quality, reference).submit(button="do=stay", **odd).status in {200, 409}
    page = quality.get(address(reference, more=f"/{cause}/code"))
    assert page.submit(code="HRX").status == 422
    assert page.submit(code="\x00").status == 422
    for path in (f"/{cause}/move", f"/{cause}/code", "?add=x&at=%00", "?add=99"):
        assert quality.get(address(reference, more=path)).status == 200
    for path in ("/0/move", "/99999/code", "/x/code"):
        assert quality.get(address(reference, more=path)).status == 404
    assert outline(app, reference)[0] == ("1", "1")


def test_sending_twice_stores_once(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    (cause,) = plant(app, reference, "1").values()
    page = open_page(enter("quality"), reference)
    answers = {
        f"cause-{cause}-text": "Anders",
        "new-0-text": "Nieuw",
        "worked-0-kind": "time_out",
    }
    page.submit(button="do=stay", **answers)
    page.submit(button="do=stay", **answers)
    assert outline(app, reference) == [("1", "Anders"), ("2", "Nieuw")]
    with app.app_context():
        assert len(one(db.session, reference).barriers) == 1


TEXTS = {
    "emoji": "👩‍⚕️ vergat 🏳️‍🌈 de bolus é",
    "rtl": "\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0633\u0644\u0627\u0645",
    "markup": '<script>alert(1)</script> & "quotes" ]]> <svg/onload=x>',
    "long": "Donaudampfschifffahrtsgesellschaft" * 100,
    "many": "woord " * 600,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_is_stored_shown_and_drawn(
    app: Flask, reference: str, enter: Callable[..., Visitor], text: str
) -> None:
    page = open_page(enter("quality"), reference)
    page = page.submit(button="do=stay", **{"new-0-text": text})
    assert outline(app, reference) == [("1", text.strip())]
    for shown in (page, page.visitor.get(f"/nl/incidents/{reference}")):
        assert shown.status == 200
        assert not shown.soup.select('main script:not([src^="/static/"]), main [onload]')
        assert len(drawn(shown)) < 20


def drawn(page: Page) -> list[str]:
    """The lines of words in the drawing, which is well-formed."""
    svg = page.soup.select_one("svg.tree")
    assert svg is not None
    root = ElementTree.fromstring(str(svg))  # noqa: S314 - our own
    return ["".join(each.itertext()) for each in root.iter() if each.tag.endswith("text")]


def test_the_largest_tree_has_its_page(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    plant(app, reference, *(".".join(["1"] * depth) for depth in range(1, MOST_ROWS + 1)))
    page = open_page(enter("quality"), reference)
    assert not page.soup.select("[name='new-0-text']")
    assert len(drawn(page)) < 20
    assert said(app, "The drawing shows %(num)s levels; the list has them all.", num=5) in page.main
    token = page.soup.select_one("[name=csrf_token]")
    assert token is not None
    full = page.visitor.post(
        page.url, {"csrf_token": token["value"], "do": "stay", "new-0-text": "Te veel"}
    )
    assert full.status == 422
    assert "Te veel" in str(full.soup)


@pytest.mark.parametrize("who", ["stranger", "reporter", "analyst"])
def test_who_may_not_write_finds_no_page(
    app: Flask, reference: str, enter: Callable[..., Visitor], who: str
) -> None:
    (cause,) = plant(app, reference, "1").values()
    visitor = enter(who)
    token = visitor.get("/nl/").soup.select_one("[name=csrf_token]")
    assert token is not None
    for more in ("", f"/{cause}/code", f"/{cause}/move"):
        path = address(reference, more=more)
        assert visitor.get(path).status == 404
        assert visitor.post(path, {"csrf_token": token["value"]}).status == 404


def test_words_that_come_after_the_dossier_left_are_shown(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    (cause,) = plant(app, reference, "1").values()
    quality = enter("quality")
    pages = [
        (open_page(quality, reference), {f"cause-{cause}-text": "Te laat getypt"}),
        (quality.get(address(reference, more=f"/{cause}/code")), {"code": "TD"}),
        (quality.get(address(reference, more=f"/{cause}/move")), {"under": "event"}),
    ]
    with app.app_context():
        incident = one(db.session, reference)
        incident.status, incident.submitted_at = IncidentStatus.SUBMITTED, incident.reported_at
        db.session.commit()
    for page, answers in pages:
        late = page.submit(**answers)
        assert late.status == 409
        assert not late.soup.select("main form button")
    assert "Te laat getypt" in str(pages[0][0].submit(**pages[0][1]).soup)
    assert outline(app, reference) == [("1", "1")]


def test_both_languages_and_the_actions_stay_with_their_cause(
    app: Flask, reference: str, enter: Callable[..., Visitor]
) -> None:
    with app.app_context():
        incident = one(db.session, reference)
        cause = Cause(text=Translated("Een", "Un"), code=EindhovenCode.TD)
        incident.causes += [cause, Cause(text=Translated(fr="Deux"))]
        incident.actions.append(
            CorrectiveAction(text=Translated(nl="Iets"), status=ActionStatus.DONE, cause=cause)
        )
        db.session.commit()
        id_ = cause.id
    page = open_page(enter("quality"), reference)
    assert "Deux" in page.main
    page = page.submit(button=f"do=add-{id_}", **{f"cause-{id_}-text": "Eén"})
    page = page.submit(button="do=stay", **{"new-1-text": "Eronder"})
    with app.app_context():
        incident = one(db.session, reference)
        assert incident.causes[0].text == Translated("Eén", "Un")
        assert [each.text.nl for each in incident.base_causes] == ["Eronder", ""]
        assert incident.actions[0].cause is incident.causes[0]
    page.submit(button=f"do=remove-{id_}")
    with app.app_context():
        incident = one(db.session, reference)
        assert [each.text for each in incident.causes] == [
            Translated(nl="Eronder"),
            Translated(fr="Deux"),
        ]
        assert incident.actions[0].cause is None


SEED = {
    "1": "De teller van de fracties liep achter bij één patiënt",
    "1.1": "De sessie van dinsdag werd voor die patiënt later ingevoerd",
    "1.1.1": "De teller werd voor de uitgestelde invoer niet nagekeken",
    "2": "De opgeslagen sessies van dinsdag waren gewist",
    "2.1": "De databank is los van de bestanden teruggezet",
    "2.1.1": "Databank en bestanden kunnen apart worden teruggezet",
    "2.1.2": "Er was geen procedure om beide samen terug te zetten",
    "2.1.3": "ICT, dienst en leverancier herstelden elk op hun moment",
}
CODES = {"1.1.1": "HRV", "2.1.1": "TD", "2.1.2": "OP", "2.1.3": "HRC"}


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_seed_told_in_our_words_becomes_its_tree(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    page = open_page(enter("quality", language), reference, language)
    known: dict[str, int] = {}
    for number, text in SEED.items():
        above = number.rpartition(".")[0]
        if above:
            page = page.submit(button=f"do=add-{known[above]}")
        field = "new-1-text" if above else "new-0-text"
        page = page.submit(button="do=stay", **{field: text})
        known[number] = ids(app, reference)[text]
    for number, code in CODES.items():
        page = page.submit(button=f"do=code-{known[number]}").submit(code=code)
    assert outline(app, reference) == list(SEED.items())
    with app.app_context():
        incident = one(db.session, reference)
        assert [each.code.value for each in incident.base_causes if each.code] == [
            *("HRV", "TD", "OP", "HRC")
        ]
    dossier = page.visitor.get(f"/{language}/incidents/{reference}")
    for shown in (page, dossier):
        words = drawn(shown)
        assert {*CODES.values(), "T", "O", "H"} <= set(words)
        flowing = " ".join(words)
        assert all(word in flowing for text in SEED.values() for word in text.split())


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_the_lists_are_explained_and_can_be_taken_along(
    app: Flask, reference: str, enter: Callable[..., Visitor], language: str
) -> None:
    visitor = enter("reporter", language)
    page = visitor.get(f"/{language}/taxonomy")
    assert page.heading == said(app, "Lists and codes", language)
    assert said(app, "to be confirmed", language) in page.main
    for link in page.soup.select("main a[href$='.csv']"):
        answer = visitor.client.get(str(link["href"]))
        assert answer.mimetype == "text/csv"
        rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
        assert all(row["code"] and row["label_nl"] and row["label_fr"] for row in rows)
    codes = visitor.client.get(f"/{language}/taxonomy/eindhoven_code.csv").text
    assert len(codes.splitlines()) == len(EindhovenCode) + 1
    assert visitor.get(f"/{language}/taxonomy/nothing.csv").status == 404
    assert Visitor(app).get(f"/{language}/taxonomy").url.startswith(f"/{language}/login")


def test_only_base_causes_count_in_searches_and_bulletins(app: Flask, reference: str) -> None:
    with app.app_context():
        incident = one(db.session, reference)
        above = Cause(text=Translated(nl="Boven"), code=EindhovenCode.HRV)
        below = Cause(text=Translated(nl="Onder"), code=EindhovenCode.TD, parent=above)
        incident.causes += [above, below]
        db.session.commit()
        incident = one(db.session, reference)
        assert document_of(incident).facets["family"] == ("T",)
        assert [each.text.nl for each in incident.base_causes] == ["Onder"]
