"""A form that comes too late: nothing that was typed is lost, and nobody else gets to see it."""

import random
import re
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import func, select

from portal.accounts import held, page_owner
from portal.accounts.models import Person, SignedInSession
from portal.db import db
from portal.permissions import Role
from portal.requests import MAX_ESCAPES, MAX_FIELDS, URLENCODED
from portal.text import clean
from tests import factories
from tests.clock import Clock
from tests.pages import PASSWORD, Page, Visitor, values_of

LANGUAGES = ("nl", "fr")
ANSWERS = {
    "name": "An van den Berg",
    "email": "an@test.invalid",
    "language": "fr",
    "department": "noord",
    "roles": ["reporter", "quality_manager"],
}
TEXT = "Het veld van gisteren werd geladen, zag zij op het scherm."
ODD = 'tab\there, "quotes" & <b>tags</b> \u202eright to left\u202c, 🩻, é, nul\0 and \x0b end'


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that stands still."""
    return Clock(monkeypatch)


@pytest.fixture
def administrator(app: Flask) -> str:
    """The e-mail address of an administrator, in a portal with one department."""
    return make(app)


def make(app: Flask, code: str = "noord") -> str:
    with app.app_context():
        factories.department(db.session, code)
        email = factories.person(db.session, Role.ADMINISTRATOR).email
        db.session.commit()
    return email


def people(app: Flask) -> dict[str, Person]:
    with app.app_context():
        return {person.email: person for person in db.session.scalars(select(Person))}


def sent_too_late(visitor: Visitor, email: str, clock: Clock, language: str = "nl") -> Page:
    """Fill in the invitation, be away for too long, and send it."""
    visitor.sign_in(email, language)
    page = visitor.get(f"/{language}/people/invite")
    clock.forward(minutes=30)
    return page.submit("/invite", **ANSWERS)


def sign_in_on(page: Page, email: str) -> Page:
    return page.submit("/login", email=email, password=PASSWORD)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_sent_after_the_session_closed_is_sent_after_signing_in(
    app: Flask, visitor: Visitor, administrator: str, clock: Clock, language: str
) -> None:
    page = sent_too_late(visitor, administrator, clock, language)
    assert page.status == 401
    assert page.lang == f"{language}-BE"
    assert page.soup.select_one("main .inset")
    assert "an@test.invalid" not in people(app)
    back = sign_in_on(page, administrator)
    assert back.status == 200
    assert back.url == f"/{language}/resume"
    assert "an@test.invalid" not in people(app)
    done = back.submit("/people/invite")
    assert done.url == f"/{language}/people"
    made = people(app)["an@test.invalid"]
    assert made.name == "An van den Berg"
    assert made.role_set == {Role.REPORTER, Role.QUALITY_MANAGER}
    assert visitor.get(f"/{language}/resume").url == f"/{language}/"


def test_the_text_waits_until_it_is_sent(
    visitor: Visitor, administrator: str, clock: Clock
) -> None:
    sign_in_on(sent_too_late(visitor, administrator, clock), administrator)
    visitor.get("/nl/people")
    again = visitor.get("/fr/resume")
    assert again.url == "/fr/resume"
    assert values_of(again.form("/invite"))["name"] == ["An van den Berg"]


def test_answers_that_need_mending_come_back_in_their_own_form(
    visitor: Visitor, administrator: str, clock: Clock
) -> None:
    visitor.sign_in(administrator)
    page = visitor.get("/nl/people/invite")
    clock.forward(minutes=30)
    late = page.submit("/invite", **(ANSWERS | {"email": "nowhere"}))
    mended = sign_in_on(late, administrator).submit("/people/invite")
    assert mended.status == 422
    assert values_of(mended.form("/invite"))["roles"] == ["reporter", "quality_manager"]
    assert visitor.get("/nl/resume").url == "/nl/"


def test_a_mistyped_password_does_not_lose_the_text(
    visitor: Visitor, administrator: str, clock: Clock
) -> None:
    page = sent_too_late(visitor, administrator, clock)
    again = page.submit("/login", email=administrator, password="mistyped")
    assert again.status == 422
    back = sign_in_on(again, administrator)
    assert values_of(back.form("/invite"))["name"] == ["An van den Berg"]


def test_a_colleague_who_signs_in_does_not_get_the_text(
    app: Flask, visitor: Visitor, administrator: str, clock: Clock
) -> None:
    colleague = make(app, "zuid")
    page = sent_too_late(visitor, administrator, clock)
    back = sign_in_on(page, colleague)
    assert back.url == "/nl/"
    assert "An van den Berg" not in back.response.text
    assert visitor.get("/nl/resume").url == "/nl/"


def sent_after_signing_out(visitor: Visitor, email: str, then: str = "") -> Page:
    """Open a form and a second window, sign out there, let somebody else sign in; then send it."""
    visitor.sign_in(email)
    page = visitor.get("/nl/people/invite")
    visitor.post("/nl/logout", {"csrf_token": visitor.token()})
    if then:
        visitor.sign_in(then)
    return page.submit("/invite", other=TEXT, **ANSWERS)


def shows(page: Page) -> bool:
    return "van den Berg" in page.response.text or TEXT[:20] in page.response.text


def test_a_form_sent_after_signing_out_comes_back_to_its_writer(
    visitor: Visitor, administrator: str
) -> None:
    late = sent_after_signing_out(visitor, administrator)
    assert late.status == 401
    assert not shows(late)
    back = sign_in_on(late, administrator)
    assert back.url == "/nl/resume"
    assert shows(back)


def test_a_form_sent_after_signing_out_is_not_for_who_signs_in_next(
    app: Flask, visitor: Visitor, administrator: str
) -> None:
    late = sent_after_signing_out(visitor, administrator)
    back = sign_in_on(late, make(app, "zuid"))
    assert back.url == "/nl/"
    assert not shows(back)
    assert visitor.get("/nl/resume").url == "/nl/"


def test_a_form_sent_while_somebody_else_is_signed_in_goes_back_to_its_writer(
    app: Flask, visitor: Visitor, administrator: str
) -> None:
    late = sent_after_signing_out(visitor, administrator, make(app, "zuid"))
    assert late.status == 400
    assert not shows(late)
    assert visitor.get("/nl/resume").url == "/nl/"
    asked = late.submit("/session/other")
    assert asked.status == 401
    assert not asked.soup.select_one("header form[action$=logout]")
    assert not shows(asked)
    back = sign_in_on(asked, administrator)
    assert shows(back)
    back.submit("/people/invite")
    assert "an@test.invalid" in people(app)


def test_who_signs_in_with_a_waiting_text_while_somebody_else_is_signed_in_keeps_it(
    app: Flask, visitor: Visitor, administrator: str, clock: Clock
) -> None:
    page = sent_too_late(visitor, administrator, clock)
    visitor.sign_in(make(app, "zuid"))
    asked = sign_in_on(page, administrator)
    assert asked.status == 400
    assert not shows(asked)
    assert shows(sign_in_on(asked.submit("/session/other"), administrator))


def test_a_page_of_who_signed_out_has_no_time_left(
    app: Flask, visitor: Visitor, administrator: str
) -> None:
    visitor.sign_in(administrator)
    headers = {"X-CSRFToken": visitor.token()}
    ask = "/nl/session/left"
    assert visitor.get(ask, headers=headers).response.json == {"left": 900}
    visitor.post("/nl/logout", {"csrf_token": visitor.token()})
    visitor.sign_in(make(app, "zuid"))
    assert visitor.get(ask, headers=headers).response.json == {"left": 0}


def test_a_form_of_a_visitor_can_be_sent_by_who_signed_in_meanwhile(
    visitor: Visitor, administrator: str
) -> None:
    page = visitor.get("/nl/receipt")
    visitor.sign_in(administrator)
    back = page.submit("/receipt", code="ABCD-EFGH-JKMN")
    assert back.status == 400
    again = back.submit("/receipt")
    assert again.status == 422
    assert values_of(again.form("/receipt"))["code"] == ["ABCD-EFGH-JKMN"]


def test_a_form_without_a_token_is_of_whose_session_had_closed(
    visitor: Visitor, administrator: str, clock: Clock
) -> None:
    visitor.sign_in(administrator)
    clock.forward(minutes=30)
    late = visitor.post("/nl/people/invite", {"name": "An van den Berg"})
    assert shows(sign_in_on(late, administrator))


def test_a_page_does_not_tell_whose_it_is(app: Flask, administrator: str) -> None:
    with app.test_request_context("/nl/"):
        person = db.session.scalars(select(Person)).one().id
        tokens = [page_owner.token_for(person) for _time in range(2)]
        assert {each.partition(".")[2] for each in tokens} != {tokens[0].partition(".")[2]}
        assert [page_owner.is_of(each, person) for each in tokens] == [True, True]
        assert not any(page_owner.is_of(each, person + 1) for each in tokens)


@pytest.mark.parametrize("colleague", [False, True])
def test_a_form_sent_after_the_password_was_changed_elsewhere_is_held(
    app: Flask, visitor: Visitor, administrator: str, *, colleague: bool
) -> None:
    visitor.sign_in(administrator)
    page = visitor.get("/nl/people/invite")
    elsewhere = Visitor(app)
    elsewhere.sign_in(administrator)
    another = "een ander wachtwoord"
    elsewhere.get("/nl/password").submit(
        password=PASSWORD, new_password=another, new_password_confirm=another
    )
    late = page.submit("/invite", **ANSWERS)
    assert late.status == 401
    if colleague:
        assert sign_in_on(late, make(app, "zuid")).url == "/nl/"
    else:
        back = late.submit("/login", email=administrator, password=another)
        assert values_of(back.form("/invite"))["name"] == ["An van den Berg"]


def test_signing_in_on_another_tab_first_does_not_lose_the_text(
    visitor: Visitor, administrator: str, clock: Clock
) -> None:
    page = sent_too_late(visitor, administrator, clock)
    visitor.sign_in(administrator)
    back = sign_in_on(page, administrator)
    assert back.url == "/nl/resume"
    assert values_of(back.form("/invite"))["email"] == ["an@test.invalid"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_of_an_earlier_session_can_be_sent_with_a_new_token(
    app: Flask, visitor: Visitor, administrator: str, language: str
) -> None:
    visitor.sign_in(administrator)
    page = visitor.get(f"/{language}/people/invite")
    visitor.post("/nl/logout", {"csrf_token": ""})
    visitor.sign_in(administrator)
    back = page.submit("/invite", **ANSWERS)
    assert back.status == 400
    assert "an@test.invalid" not in people(app)
    done = back.submit("/people/invite")
    assert done.url == f"/{language}/people"
    assert "an@test.invalid" in people(app)


def test_the_query_of_the_address_is_kept(
    visitor: Visitor, administrator: str, clock: Clock
) -> None:
    visitor.sign_in(administrator)
    page = visitor.get("/nl/people/invite")
    clock.forward(minutes=30)
    late = visitor.post("/nl/people/invite?from=list&b=%C3%A9", values_of(page.form("/invite")))
    back = sign_in_on(late, administrator)
    form = back.soup.select_one("main form")
    assert form
    assert form["action"] == "/nl/people/invite?from=list&b=%C3%A9"


def words(length: int) -> str:
    """A text that does not compress to nothing."""
    random.seed(7)
    return " ".join(f"{random.random():.12}" for _number in range(length // 15))  # noqa: S311


@pytest.mark.parametrize("text", [ODD, "x" * 20_000, words(900_000), "\n\nlines\r\n\r\n- end"])
def test_every_text_comes_back_as_it_would_have_been_kept(
    visitor: Visitor, administrator: str, clock: Clock, text: str
) -> None:
    visitor.sign_in(administrator)
    page = visitor.get("/nl/people/invite")
    clock.forward(minutes=30)
    fields = values_of(page.form("/invite")) | {"other": [text, "second"], "tëxt \"<'": ["x"]}
    back = sign_in_on(visitor.post(page.url, fields), administrator)
    held_fields = values_of(back.form("/invite"))
    assert held_fields["other"] == [clean(text), "second"]
    assert held_fields["tëxt \"<'"] == ["x"]
    assert "csrf_token" in held_fields
    assert len(held_fields["csrf_token"]) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["x" * 1_000_001, "é" * 180_000, "\ufb2c" * 100_000])
def test_a_text_that_is_too_long_to_hold_is_left_with_its_writer(
    visitor: Visitor, administrator: str, clock: Clock, language: str, text: str
) -> None:
    visitor.sign_in(administrator)
    page = visitor.get(f"/{language}/people/invite")
    clock.forward(minutes=30)
    late = page.submit("/invite", other=text)
    assert late.status == 413
    assert not late.soup.select("main form")
    assert "16 M" not in late.main
    visitor.sign_in(administrator)
    assert page.submit("/invite", other=text).main == late.main


@pytest.mark.parametrize("text", [words(900_000), "é" * 160_000, "x\n" * 300_000])
def test_a_session_holds_a_million_bytes_of_text_at_most(
    app: Flask, visitor: Visitor, administrator: str, clock: Clock, text: str
) -> None:
    visitor.sign_in(administrator)
    page = visitor.get("/nl/people/invite")
    clock.forward(minutes=30)
    assert sign_in_on(page.submit("/invite", other=text), administrator).url == "/nl/resume"
    with app.app_context():
        longest = db.session.scalar(select(func.max(func.length(SignedInSession.content))))
    assert longest
    assert 500_000 < longest < held.HELD_LIMIT + 1_000


@pytest.mark.parametrize("address", ["/nl/report", "/fr/login", "/nl/reset", "/nl/nowhere"])
@pytest.mark.parametrize("body", [b"a=&" * MAX_FIELDS, b"a=" + b"%26" * (MAX_ESCAPES + 1)])
def test_a_form_that_costs_more_than_any_page_sends_is_not_read(
    visitor: Visitor, address: str, body: bytes
) -> None:
    answer = visitor.client.post(address, data=body, content_type=URLENCODED)
    assert answer.status_code == (404 if address == "/nl/nowhere" else 413)


def test_as_many_fields_as_a_form_may_have_are_held(visitor: Visitor) -> None:
    body = b"a=b&" * (MAX_FIELDS - 1)
    answer = visitor.client.post("/nl/report", data=body, content_type=URLENCODED)
    assert answer.status_code == 401


def test_the_writer_knows_the_text_again(
    visitor: Visitor, administrator: str, clock: Clock
) -> None:
    visitor.sign_in(administrator)
    page = visitor.get("/nl/people/invite")
    clock.forward(minutes=30)
    text = "Het veld van gisteren werd geladen. " * 30
    back = sign_in_on(page.submit("/invite", other=text), administrator)
    quote = back.soup.select_one("main .inset")
    assert quote
    assert quote.get_text().strip().startswith("Het veld van gisteren")
    assert len(quote.get_text()) < len(text)


def test_a_file_is_not_held_and_the_page_says_so(
    visitor: Visitor, administrator: str, clock: Clock
) -> None:
    visitor.sign_in(administrator)
    page = visitor.get("/nl/people/invite")
    clock.forward(minutes=30)
    without = page.submit("/invite", **ANSWERS)
    fields: dict[str, Any] = {"name": "An", "file": (BytesIO(b"secret content"), "plan.pdf")}
    fields["csrf_token"] = values_of(page.form("/invite"))["csrf_token"]
    late = visitor.post("/nl/people/invite", fields)
    assert len(late.soup.select("main .inset p")) == len(without.soup.select("main .inset p")) + 1
    assert "secret content" not in late.response.text
    back = sign_in_on(late, administrator)
    assert "file" not in values_of(back.form("/invite"))


def forged(app: Flask, email: str) -> list[str]:
    with app.test_request_context("/nl/"):
        person = db.session.scalars(select(Person).where(Person.email != email)).one()
        whose = page_owner.token_for(person.id)
        form = held.HeldForm("/nl/people/invite", [["name", "Forged"]], files=False)
        ours = held.seal(form)
        foreign = held.seal(held.HeldForm(form.path, form.fields, files=False, whose=whose))
        app.config["SECRET_KEY"], key = "another key", app.config["SECRET_KEY"]
        other_key = held.seal(form)
        app.config["SECRET_KEY"] = key
    return [ours[:-2], f"x{ours}", other_key, foreign, "", "null", "é\0", "." * 3]


def test_what_we_did_not_hold_is_not_given_back(app: Flask, administrator: str) -> None:
    make(app, "zuid")
    for sealed in forged(app, administrator):
        visitor = Visitor(app)
        page = visitor.get("/nl/login")
        fields = values_of(page.form("/login"))
        fields |= {"email": [administrator], "password": [PASSWORD], "held": [sealed]}
        assert visitor.post(page.url, fields).status == 200
        assert visitor.get("/nl/resume").url == "/nl/"


def test_what_is_held_is_not_readable_on_the_page(
    visitor: Visitor, administrator: str, clock: Clock
) -> None:
    page = sent_too_late(visitor, administrator, clock)
    assert "van den Berg" not in page.response.text
    hidden = BeautifulSoup(page.response.text, "html.parser").select_one("input[name=held]")
    assert hidden
    assert re.fullmatch(r"[\w.\-]+", str(hidden["value"]))


def test_an_empty_form_only_asks_to_sign_in(visitor: Visitor) -> None:
    answer = visitor.post("/nl/people/invite", {}, follow=False)
    assert answer.status == 303
    assert answer.response.location == "/nl/login"


def test_a_form_from_another_site_is_not_held(visitor: Visitor) -> None:
    answer = visitor.post(
        "/nl/people/invite", {"name": "An"}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status == 403
    assert not answer.soup.select_one("input[name=held]")
