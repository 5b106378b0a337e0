"""What a department notes of a REX, what the regulator sees of it, and what nobody else does."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from sqlalchemy import select

from portal import schedule
from portal.accounts.models import Department, Person
from portal.bulletins import revising
from portal.bulletins.models import Bulletin, Section
from portal.bulletins.recommendation import advice_of
from portal.db import db
from portal.followup.models import Answer, Applies, Reading, Reply, RexAction
from portal.followup.rex_actions import waiting
from portal.i18n import Translated
from portal.incidents.models import IncidentStatus
from portal.outbox import Outbox
from portal.permissions import Role
from portal.trail import TrailEntry
from tests import bulletins, factories, followup
from tests.clock import Clock, standing_at
from tests.mailbox import letters, link_in, text_of
from tests.pages import Page, Visitor
from tests.statements import recorded

PUBLISHED = datetime(2026, 9, 1, 8, tzinfo=UTC)
REASON = "Wij hebben dit kwibbeltoestel niet."
NEW = Translated("Bespreek dit elk jaar in het team.", "Discutez-en chaque année en équipe.")
clock = standing_at(PUBLISHED, bulletins.cheap_documents)


@pytest.fixture
def asked(app: Flask, clock: Clock) -> int:
    """A REX published on 1 September, of which one recommendation is asked; its id."""
    with app.app_context():
        factories.two_departments(
            db.session, "quality", "second", "doctor", "reader", "stranger", "analyst"
        )
        key = followup.rex(db.session).recommendations[0].id
        db.session.commit()
    return key


def said(app: Flask, text: str, language: str, **values: object) -> str:
    with app.app_context(), force_locale(language):
        return " ".join(gettext(text, **values).split())


def numbers(page: Page) -> dict[str, str]:
    """What the page counts."""
    return {
        term.get_text(strip=True): value.get_text(strip=True)
        for term, value in zip(
            page.soup.select("main .numbers dt"), page.soup.select("main .numbers dd"), strict=True
        )
    }


def answer(page: Page, key: int, **values: str) -> Page:
    """Send the answer to one recommendation."""
    fields = {f"a{key}-{name}": value for name, value in values.items()}
    return page.submit(f"/ours/{key}", **fields)


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_two_departments_answer_and_the_regulator_sees_numbers(
    app: Flask, asked: int, enter: Callable[..., Visitor], clock: Clock, language: str
) -> None:
    quality, stranger = enter("quality", language), enter("stranger", language)
    page = quality.get(f"/{language}/rex/2026/1").submit("/ours/read")
    assert said(app, "Noted: read in your department", language) in page.main
    stranger.get(f"/{language}/").submit("/ours/read")

    page = page.follow(said(app, "Discussed, applies, answers", language))
    page = page.submit("/discussed", discussed_on="12/8/2026", applies="partly")
    page = answer(page, asked, reply="planned", due_on="30/11/2026", action="Toolbox plannen")
    assert said(app, "by %(date)s", language, date="30/11/2026") in page.main
    page = stranger.get(f"/{language}/rex/2026/1/ours")
    assert answer(page, asked, reply="not_applicable").status == 422
    page = answer(page, asked, reply="not_applicable", reason=REASON)
    assert REASON in page.main
    assert "Toolbox" not in page.response.text
    assert "30/11/2026" not in page.response.text

    for address in ("", "rex/2026/1", "rex/2026/1/ours", "our-rex", "actions", "rex", "search"):
        assert REASON not in quality.get(f"/{language}/{address}").response.text
        assert "Toolbox" not in stranger.get(f"/{language}/{address}").response.text
    for visitor in (quality, stranger):
        assert visitor.get(f"/{language}/followup").status == 403
        assert visitor.get(f"/{language}/followup/2026/1").status == 403

    with app.app_context():
        department(app, "oost")
    analyst = enter("analyst", language)
    page = analyst.get(f"/{language}/followup/2026/1")
    with app.app_context(), force_locale(language):
        assert numbers(page) == {
            gettext("Read"): "2/3",
            gettext("Discussed"): "1/3",
            str(Applies.YES.label): "0",
            str(Applies.PARTLY.label): "1",
            str(Applies.NO.label): "0",
            **{str(reply.label): "0" for reply in Reply},
            str(Reply.PLANNED.label): "1",
            str(Reply.NOT_APPLICABLE.label): "1",
            gettext("No answer yet"): "1",
        }
    assert REASON in page.main
    names = {"nl": ("Dienst noord", "Dienst oost"), "fr": ("Service noord", "Service oost")}
    assert names[language][0] not in page.main
    assert names[language][1] in page.main
    assert "conform" not in page.response.text.lower()
    assert "tone-error" not in page.response.text
    assert "2/3" in analyst.get(f"/{language}/followup").main
    assert "2/3" in analyst.get(f"/{language}/rex/2026/1").main


def department(app: Flask, code: str) -> None:
    """One more department, with a quality manager."""
    with app.app_context():
        row = factories.department(db.session, code)
        email = f"{code}@test.invalid"
        factories.person(db.session, Role.QUALITY_MANAGER, department=row, email=email)
        db.session.commit()


def test_the_action_stands_in_the_register_with_its_rex(
    app: Flask, asked: int, enter: Callable[..., Visitor], clock: Clock
) -> None:
    quality = enter()
    page = quality.get("/nl/rex/2026/1/ours")
    assert answer(page, asked, reply="to_examine", action="Lijst maken").status == 422
    page = answer(page, asked, reply="to_examine", action="Lijst maken", action_due_on="4/9/2026")
    assert "Lijst maken" in page.main
    page = quality.get("/nl/actions")
    assert page.soup.select("main .record a[href='/nl/rex/2026/1']")
    assert "Lijst maken" in page.main
    assert page.soup.select(".views .count")[0].get_text() == "1"
    assert "1 actie" in quality.get("/nl/").main
    clock.forward(days=1)
    _daily(app)
    assert [str(each["To"]) for each in letters(app)] == [
        "quality@test.invalid",
        "second@test.invalid",
    ]
    letter = letters(app)[0]
    assert "REX 1 – 2026" in text_of(letter)
    assert "Lijst" not in letter.as_string()
    clock.forward(days=6)
    _daily(app)
    _daily(app)
    assert len(letters(app)) == 4
    quality = enter()
    page = quality.get(link_in(letter))
    page = page.submit("/rex/1", text="Lijst herzien", due_on="1/12/2026", owner_id="")
    assert "Lijst herzien" in page.main
    page = page.submit("/done")
    assert "01/12/2026" in page.main
    assert "Lijst herzien" in quality.get("/nl/actions?view=done").main
    assert enter("stranger").get("/nl/actions/rex/1").status == 404
    assert enter("reader").get("/nl/actions/rex/1").status == 404
    with app.app_context():
        row = db.session.scalars(select(RexAction)).one()
        person = row.department_id
        assert person
        changes = db.session.scalars(
            select(TrailEntry.actor).where(TrailEntry.subject == "rex_action:1")
        ).all()
        assert all(actor.startswith("person:") for actor in changes)
        assert len(changes) == 3


def _daily(app: Flask) -> None:
    outbox: Outbox = app.extensions["outbox"]
    with app.app_context():
        schedule.run()
        outbox.drain()


def test_one_reminder_to_those_without_an_answer(
    app: Flask, asked: int, enter: Callable[..., Visitor], clock: Clock
) -> None:
    department(app, "oost")
    answer(enter().get("/nl/rex/2026/1/ours"), asked, reply="in_place")
    clock.forward(days=59)
    _daily(app)
    assert letters(app) == []
    clock.forward(days=1)
    _daily(app)
    assert [str(each["To"]) for each in letters(app)] == [
        "stranger@test.invalid",
        "oost@test.invalid",
    ]
    letter = letters(app)[0]
    assert "REX 1 – 2026" in str(letter["Subject"])
    assert link_in(letter).endswith("/nl/rex/2026/1/ours")
    assert followup.FIRST.nl not in letter.as_string()
    clock.forward(days=60)
    _daily(app)
    analyst = enter("analyst")
    page = analyst.get("/nl/followup/2026/1")
    assert not page.soup.select("main form[action$='/remind']")
    assert len(letters(app)) == 2


def test_the_button_reminds_before_and_only_once(
    app: Flask, asked: int, enter: Callable[..., Visitor], clock: Clock
) -> None:
    answer(enter().get("/nl/rex/2026/1/ours"), asked, reply="done")
    clock.forward(days=10)
    page = enter("analyst").get("/nl/followup/2026/1")
    token = page.submit("/remind").visitor.token()
    _daily(app)
    assert [str(each["To"]) for each in letters(app)] == ["stranger@test.invalid"]
    page = page.visitor.post("/nl/followup/2026/1/remind", {"csrf_token": token})
    clock.forward(days=60)
    _daily(app)
    assert len(letters(app)) == 1


def test_nobody_is_reminded_of_what_was_not_asked_or_not_of_them(
    app: Flask, clock: Clock, enter: Callable[..., Visitor]
) -> None:
    with app.app_context():
        factories.two_departments(db.session, "quality", "stranger", "analyst")
        followup.rex(db.session, follow_up=False)
        rex = followup.rex(db.session, addressed_to="some_departments vendor", systems="Zeldzaam X")
        sud = db.session.scalars(select(Department).where(Department.code == "sud")).one()
        sud.systems = "versneller 9\nzeldzaam x"
        key = rex.recommendations[0].id
        db.session.commit()
    assert "REX" not in enter().get("/nl/").soup.select_one("#waiting").parent.get_text()  # type: ignore[union-attr]
    assert "REX 2 – 2026" in enter("stranger").get("/nl/").main
    clock.forward(days=60)
    _daily(app)
    assert [str(each["To"]) for each in letters(app)] == ["stranger@test.invalid"]
    answer(enter().get("/nl/rex/2026/2/ours"), key, reply="in_place")
    answered = numbers(enter("analyst").get("/nl/followup/2026/2"))
    assert answered[said(app, "No answer yet", "nl")] == "1"
    assert answered[said(app, "In place already", "nl")] == "1"


def test_an_answer_stays_when_the_text_changes_and_says_so(
    app: Flask, asked: int, enter: Callable[..., Visitor], clock: Clock
) -> None:
    changed = said(app, "The text was changed since your answer", "nl")
    quality = enter()
    page = answer(quality.get("/nl/rex/2026/1/ours"), asked, reply="in_place")
    assert changed not in page.main
    with app.app_context():
        rex = db.session.scalars(select(Bulletin)).one()
        followup.worded_anew(db.session, rex, NEW)
        db.session.commit()
    page = quality.get("/nl/rex/2026/1/ours")
    assert NEW.nl in page.main
    assert changed in page.main
    clock.forward(days=80)
    _daily(app)
    assert "quality@test.invalid" not in [str(each["To"]) for each in letters(app)]
    page = answer(page, asked, reply="in_place")
    assert changed not in page.main
    with app.app_context():
        assert len(db.session.scalars(select(Answer)).all()) == 1


def test_while_it_is_revised_departments_answer_what_was_published(
    app: Flask, asked: int, enter: Callable[..., Visitor], clock: Clock
) -> None:
    with app.app_context():
        rex = followup.revised(db.session, db.session.scalars(select(Bulletin)).one(), NEW)
        one, other = rex.recommendations
        one.follow_up, other.follow_up, other.causes = False, True, "H"
        rex.blocks.remove(rex.section(Section.RECOMMENDATION)[0])
        db.session.commit()
    quality, analyst = enter(), enter("analyst")
    for visitor, addresses in (
        (quality, ("", "our-rex", "rex/2026/1", "rex/2026/1/ours")),
        (analyst, ("followup", "followup/2026/1")),
    ):
        for address in addresses:
            page = visitor.get(f"/nl/{address}")
            assert bulletins.BOTH.nl in page.main, address
            assert NEW.nl not in page.response.text, address
    assert "REX 1 – 2026" in quality.get("/nl/").soup.select_one("#waiting").parent.get_text()  # type: ignore[union-attr]
    page = quality.get("/nl/rex/2026/1/ours")
    assert followup.FIRST.nl in page.main
    assert answer(page, asked, reply="in_place").status == 200
    clock.forward(days=60)
    _daily(app)
    assert [str(each["To"]) for each in letters(app)] == ["stranger@test.invalid"]

    with app.app_context():
        rex = db.session.scalars(select(Bulletin)).one()
        publisher = factories.person(db.session, Role.PUBLISHER)
        revising.give_up(db.session, publisher, rex)
        db.session.commit()
        assert advice_of(rex) == rex.shown.advice
        assert rex.shown.advice[0].id == asked
        followup.worded_anew(db.session, rex, NEW)
        db.session.commit()
    changed = said(app, "The text was changed since your answer", "nl")
    assert changed in enter().get("/nl/rex/2026/1/ours").main


def test_of_a_withdrawn_rex_nothing_is_asked(
    app: Flask, asked: int, enter: Callable[..., Visitor], clock: Clock
) -> None:
    page = enter().get("/nl/rex/2026/1/ours")
    answer(page, asked, reply="planned", due_on="30/11/2026", action="Lijst maken")
    with app.app_context():
        rex = db.session.scalars(select(Bulletin)).one()
        publisher = factories.person(db.session, Role.PUBLISHER)
        revising.withdraw(db.session, publisher, rex, followup.WHY)
        db.session.commit()
        app.extensions["outbox"].drain()
    before = len(letters(app))
    clock.forward(days=60)
    _daily(app)
    assert len(letters(app)) == before
    quality, stranger, analyst = enter(), enter("stranger"), enter("analyst")
    assert "REX 1" not in stranger.get("/nl/").main
    for visitor, address in ((quality, "rex/2026/1/ours"), (analyst, "followup/2026/1")):
        assert visitor.get(f"/nl/{address}").status == 404
    for visitor, address in ((quality, "our-rex"), (analyst, "followup")):
        assert "REX 1" not in visitor.get(f"/nl/{address}").main
    token = quality.token()
    late = quality.post(f"/nl/rex/2026/1/ours/{asked}", {"csrf_token": token})
    assert late.status == 404
    page = quality.get("/nl/actions").follow("Lijst maken")
    assert "Lijst maken" in page.main
    assert not page.soup.select("main a[href*='/ours']")
    assert page.visitor.get("/nl/rex/2026/1").status == 200


def test_colleagues_do_not_overwrite_each_other(
    app: Flask, asked: int, enter: Callable[..., Visitor], clock: Clock
) -> None:
    quality, doctor = enter(), enter("doctor")
    mine, theirs = (each.get("/nl/rex/2026/1/ours") for each in (quality, doctor))
    answer(theirs, asked, reply="in_place")
    theirs.submit("/discussed", applies="yes")
    late = answer(mine, asked, reply="done")
    assert late.status == 409
    assert said(app, "In place already", "nl") in late.soup.select(".verbatim")[-1].get_text()
    assert answer(late, asked, keep="mine").status == 200
    late = mine.submit("/discussed", applies="no")
    assert late.status == 409
    assert late.submit("/discussed", keep="theirs").status == 200
    with app.app_context():
        assert db.session.scalars(select(Answer)).one().reply is Reply.DONE
        assert db.session.scalars(select(Reading)).one().applies is Applies.YES


def test_any_member_marks_as_read_and_reads_what_was_noted(
    app: Flask, asked: int, enter: Callable[..., Visitor], clock: Clock
) -> None:
    reader = enter("reader")
    page = reader.get("/nl/").submit("/ours/read")
    assert page.url == "/nl/"
    assert "01/09/2026" in page.main
    assert not page.soup.select("form[action$='/ours/read']")
    answer(enter().get("/nl/rex/2026/1/ours"), asked, reply="in_place")
    page = reader.get("/nl/our-rex").follow("Nederlandse tekst")
    assert said(app, "In place already", "nl") in page.main
    assert not page.soup.select("main form")
    visitor = Visitor(app)
    assert "onze dienst" not in visitor.get("/nl/rex/2026/1").main
    assert visitor.get("/nl/rex/2026/1/ours").url.startswith("/nl/login")


def test_medians_are_told_from_three_dossiers_on(
    app: Flask, enter: Callable[..., Visitor], clock: Clock
) -> None:
    with app.app_context():
        home = factories.two_departments(db.session, "analyst")
        for day in (1, 5, 12):
            notified = datetime(2026, 6, day + 3, 12, tzinfo=UTC)
            dossier = factories.incident(
                db.session,
                home,
                status=IncidentStatus.ACCEPTED,
                occurred_on=datetime(2026, 6, day, tzinfo=UTC).date(),
                notified_at=notified,
                submitted_at=notified,
            )
            rex = bulletins.ready(db.session, incidents=[dossier])
            followup.publish(db.session, rex, 2026)
        db.session.commit()
    rows = enter("analyst").get("/nl/followup").soup.select("table")[1].select("tbody tr")
    (row,) = ([cell.get_text(" ", strip=True) for cell in each.select("td")] for each in rows)
    assert row == ["3 dagen (3)", "85 dagen (3)"]


def test_lists_are_read_in_few_statements(
    app: Flask, asked: int, enter: Callable[..., Visitor], clock: Clock
) -> None:
    pages = {"quality": ["/nl/our-rex", "/nl/"], "analyst": ["/nl/followup"]}
    counted: dict[str, list[int]] = {}
    for _round in range(2):
        for who, addresses in pages.items():
            visitor = enter(who)
            for address in addresses:
                visitor.get(address)
                with recorded(app) as statements:
                    visitor.get(address)
                counted.setdefault(address, []).append(len(statements))
        with app.app_context():
            for _each in range(3):
                followup.rex(db.session)
            db.session.commit()
    assert all(few == many for few, many in counted.values()), counted
    with app.app_context():
        assert waiting(db.session, _person()).overdue == 0


def _person() -> Person:
    return db.session.scalars(select(Person).where(Person.email == "quality@test.invalid")).one()
