"""Signing in, choosing a password, and what nobody can learn from either."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask_security import hash_password
from itsdangerous import TimestampSigner

from portal import create_app
from portal.accounts.models import Person
from portal.accounts.paths import own_path
from portal.db import db
from portal.outbox import waiting
from portal.permissions import Role
from tests import factories
from tests.clock import Clock
from tests.conftest import settings_for
from tests.mailbox import letters, link_in, text_of
from tests.pages import PASSWORD, Page, Visitor, values_of
from tests.statements import recorded

NEW_PASSWORD = "vier losse woorden samen"
LANGUAGES = ("nl", "fr")
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example/nl/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "\x19//evil.example/",
    "\u200a//evil.example/",
    "http:evil.example",
    "http:///evil.example/",
    "http:\\\\evil.example",
    "https:evil.example/nl/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "http://localhost/nl/people",
    "http://localhost@evil.example/nl/",
    "//localhost/nl/",
    "/nl/..//evil.example/",
    "/%2f%2fevil.example/",
    "/%5cevil.example/",
    "/nl/%0d%0aLocation:%20//evil.example",
    "/nl/people\r\nSet-Cookie: a=b",
    "//[evil.example/",
    "evil.example",
    "nl/people",
    "/nl/login?next=/nl/people",
    "/nl/logout",
    "start.page",
    "?next=//evil.example",
)


@pytest.fixture
def reader(app: Flask) -> str:
    """The e-mail address of somebody with an account."""
    return make(app)


def make(app: Flask, *roles: Role, code: str = "noord", **values: object) -> str:
    with app.app_context():
        department = factories.department(db.session, code)
        person = factories.person(
            db.session, *(roles or (Role.READER,)), department=department, **values
        )
        db.session.commit()
        return person.email


def is_signed_in(visitor: Visitor) -> bool:
    return visitor.get("/nl/password", follow=False).status == 200


def sign_in_answer(visitor: Visitor, email: str, password: str) -> Page:
    page = visitor.get("/nl/login")
    return page.submit("/login", email=email, password=password, follow=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_right_password_opens_the_start_page(
    visitor: Visitor, reader: str, language: str
) -> None:
    page = visitor.sign_in(reader, language, follow=True)
    assert page.url == f"/{language}/"
    assert page.soup.select_one("header form[action$=logout]")
    assert is_signed_in(visitor)


def test_the_address_may_be_written_with_capitals_and_spaces(visitor: Visitor, reader: str) -> None:
    answer = sign_in_answer(visitor, f"  {reader.upper()} ", PASSWORD)
    assert answer.status == 302
    assert is_signed_in(visitor)


def test_nobody_learns_which_addresses_have_an_account(app: Flask) -> None:
    known = make(app)
    with app.app_context():
        closed = factories.person(db.session, Role.ANALYST, active=False).email
        invited = factories.person(db.session, Role.ANALYST, password=None).email
        db.session.commit()
    answers = []
    for email, password in (
        (known, "not the password"),
        ("nobody@test.invalid", PASSWORD),
        (closed, PASSWORD),
        (invited, PASSWORD),
    ):
        answer = sign_in_answer(Visitor(app), email, password)
        form = answer.form("/login")
        token = str(form.select_one("input[name=csrf_token]")["value"])  # type: ignore[index]
        html = answer.response.text.replace(token, "").replace(email, "")
        answers.append((answer.status, answer.main, html))
    assert answers[0][0] == 422
    assert answers.count(answers[0]) == len(answers)


def test_what_is_left_empty_is_named_at_its_field(visitor: Visitor) -> None:
    answer = sign_in_answer(visitor, "", "")
    assert answer.status == 422
    links = [link["href"] for link in answer.soup.select(".error-summary a")]
    assert links == ["#email", "#password"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_password_longer_than_any_is_named_whoever_asks(app: Flask, language: str) -> None:
    answers = []
    for email in (make(app), "nobody@test.invalid"):
        page = Visitor(app).get(f"/{language}/login")
        answer = page.submit("/login", email=email, password="x" * 5_000)
        assert answer.status == 422
        links = [link["href"] for link in answer.soup.select(".error-summary a")]
        assert links == ["#password"]
        answers.append(answer.main)
    assert answers[0] == answers[1]
    assert "128" in answers[0]


def test_a_password_never_comes_back_in_a_page(visitor: Visitor, reader: str) -> None:
    answer = sign_in_answer(visitor, reader, "a secret that was mistyped")
    assert "a secret that was mistyped" not in answer.response.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_asks_for_an_account_comes_back_after_signing_in(
    app: Flask, visitor: Visitor, language: str
) -> None:
    administrator = make(app, Role.ADMINISTRATOR)
    asked = visitor.get(f"/{language}/people?page=1", follow=False)
    assert asked.status == 303
    page = visitor.get(asked.response.location)
    assert page.url.startswith(f"/{language}/login?next=")
    assert page.submit("/login", email=administrator, password=PASSWORD).url == (
        f"/{language}/people?page=1"
    )


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_leads_to_no_other_site(sqlite_app: Flask, address: str) -> None:
    with sqlite_app.test_request_context("/nl/login"):
        assert own_path(address) == ""
    reader = make(sqlite_app)
    for in_address in (True, False):
        visitor = Visitor(sqlite_app)
        page = visitor.get("/nl/login", query_string={"next": address} if in_address else None)
        answer = page.submit("/login", email=reader, password=PASSWORD, follow=False, next=address)
        assert answer.response.location == "/nl/"


def test_signing_in_is_not_remembered_beyond_the_session(visitor: Visitor, reader: str) -> None:
    page = visitor.get("/nl/login")
    answer = page.submit("/login", email=reader, password=PASSWORD, remember="y", follow=False)
    cookies = answer.response.headers.getlist("Set-Cookie")
    assert [cookie.split("=")[0] for cookie in cookies] == ["rex", "rex-seen"]
    for cookie in cookies:
        assert "expires" not in cookie.lower()
        assert "max-age" not in cookie.lower()


def test_no_token_opens_a_page(app: Flask, visitor: Visitor) -> None:
    administrator = make(app, Role.ADMINISTRATOR)
    with app.test_request_context("/nl/"):
        person = db.session.query(Person).filter_by(email=administrator).one()
        token = str(person.get_auth_token())
    assert visitor.get(f"/nl/people?auth_token={token}", follow=False).status == 303
    headers = {"Authentication-Token": token}
    assert visitor.get("/nl/people", follow=False, headers=headers).status == 303


def test_signing_in_gives_no_token_to_programs(app: Flask, visitor: Visitor, reader: str) -> None:
    token = visitor.get("/nl/login").form("/login").select_one("input[name=csrf_token]")
    answer = visitor.client.post(
        "/nl/login?include_auth_token",
        json={"email": reader, "password": PASSWORD},
        headers={"X-CSRFToken": str(token and token["value"]), "Accept": "application/json"},
    )
    assert answer.mimetype == "text/html"
    assert "auth_token" not in answer.text.replace("?include_auth_token", "")


@pytest.mark.parametrize("body", ["[1]", "[" * 50_000, '{"email": 3}', '"x"', "null"])
@pytest.mark.parametrize("address", ["/nl/login", "/nl/reset"])
def test_what_is_no_form_is_an_empty_form(visitor: Visitor, address: str, body: str) -> None:
    token = values_of(visitor.get(address).form(address))["csrf_token"]
    answer = visitor.client.post(
        address, data=body, content_type="application/json", headers={"X-CSRFToken": token[0]}
    )
    assert answer.status_code == 422


def test_passwords_are_hashed_with_argon2id(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path))
    with app.app_context():
        assert hash_password(PASSWORD).startswith("$argon2id$v=19$m=47104,t=1,p=1$")


def test_a_hash_of_other_strength_is_renewed_at_the_next_sign_in(
    app: Flask, visitor: Visitor
) -> None:
    with app.app_context():
        old = app.extensions["security"].pwd_context.copy(argon2__memory_cost=64).hash(PASSWORD)
    reader = make(app, password=old)
    assert sign_in_answer(visitor, reader, PASSWORD).status == 302
    with app.app_context():
        stored = db.session.query(Person).filter_by(email=reader).one().password
    assert stored
    assert "m=8,t=1,p=1" in stored
    assert sign_in_answer(Visitor(app), reader, PASSWORD).status == 302


def test_a_sign_in_page_left_open_overnight_still_signs_in(
    app: Flask, visitor: Visitor, reader: str
) -> None:
    page = visitor.get("/nl/login?next=/nl/password")
    visitor.client.delete_cookie("rex")
    answer = page.submit("/login", email=reader, password=PASSWORD)
    assert answer.status == 400
    assert answer.soup.select_one(".error-summary")
    assert answer.submit("/login", password=PASSWORD).url == "/nl/password"


def test_a_form_from_another_site_is_refused(visitor: Visitor, reader: str) -> None:
    page = visitor.get("/nl/login")
    fields = {"email": reader, "password": PASSWORD}
    answer = visitor.post(page.url, fields, headers={"Origin": "https://evil.example"})
    assert answer.status == 403


def test_registration_and_other_doors_do_not_exist(visitor: Visitor) -> None:
    for name in ("register", "confirm", "verify", "us-signin", "tf-setup", "change"):
        assert visitor.get(f"/nl/{name}").status == 404
    assert visitor.get("/nl/logout").status == 405


def ask_for_link(visitor: Visitor, language: str, email: str) -> Page:
    return visitor.get(f"/{language}/reset").submit("/reset", email=email)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_forgotten_password_is_replaced_by_mail(
    app: Flask, visitor: Visitor, language: str
) -> None:
    reader = make(app, language=language)
    elsewhere = Visitor(app)
    elsewhere.sign_in(reader)
    ask_for_link(visitor, language, reader)
    (letter,) = letters(app)
    assert letter["To"] == reader
    assert link_in(letter).startswith(f"http://localhost/{language}/reset/")
    page = visitor.get(link_in(letter))
    assert page.submit(password="x" * 5_000, password_confirm="x" * 5_000).status == 422
    done = page.submit(password=NEW_PASSWORD, password_confirm=NEW_PASSWORD)
    assert done.url == f"/{language}/login"
    assert done.soup.select_one(".notices .tone-success")
    assert not is_signed_in(elsewhere)
    assert sign_in_answer(visitor, reader, PASSWORD).status == 422
    assert sign_in_answer(visitor, reader, NEW_PASSWORD).status == 302
    notice = letters(app)[1]
    assert notice["To"] == reader
    assert link_in(notice) == f"http://localhost/{language}/reset"


def test_a_link_for_a_new_password_works_once(app: Flask, visitor: Visitor, reader: str) -> None:
    ask_for_link(visitor, "nl", reader)
    link = link_in(letters(app)[0])
    page = visitor.get(link)
    page.submit(password=NEW_PASSWORD, password_confirm=NEW_PASSWORD)
    again = visitor.get(link)
    assert again.url == "/nl/reset"
    assert again.soup.select_one(".notices .notice")
    late = page.submit(password="nog een ander woord", password_confirm="nog een ander woord")
    assert late.url == "/nl/reset"
    assert sign_in_answer(visitor, reader, NEW_PASSWORD).status == 302


def test_a_link_for_a_new_password_works_for_an_hour(
    app: Flask, visitor: Visitor, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for_link(visitor, "nl", reader)
    link = link_in(letters(app)[0])
    signed_at = TimestampSigner.get_timestamp
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: signed_at(self) + 3_601)
    late = visitor.get(link)
    assert late.url == "/nl/reset"
    assert late.soup.select_one(".notices .notice")


def test_asking_a_link_answers_the_same_for_an_unknown_address(app: Flask, reader: str) -> None:
    unknown = "nobody@test.invalid"
    answers = {
        (page.status, page.main.replace(email, ""))
        for email in (reader, unknown)
        for page in [ask_for_link(Visitor(app), "fr", email)]
    }
    assert len(answers) == 1
    assert [letter["To"] for letter in letters(app)] == [reader]
    with app.app_context():
        assert waiting(db.session, "mail") == 0


def test_asking_a_link_does_the_same_work_for_an_unknown_address(app: Flask, reader: str) -> None:
    work = []
    for email in (reader, "nobody@test.invalid", reader):
        page = Visitor(app).get("/nl/reset")
        fields = values_of(page.form("/reset")) | {"email": [email]}
        with recorded(app) as statements:
            page.visitor.client.post(page.url, data=fields)
        work.append(statements)
    assert work[0] == work[1] == work[2]


def test_a_link_for_a_new_password_is_sent_once_in_five_minutes(
    app: Flask, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, colleague = Clock(monkeypatch), make(app, code="zuid")
    answers = {ask_for_link(Visitor(app), "nl", reader).main for _time in range(3)}
    assert len(answers) == 1
    ask_for_link(Visitor(app), "nl", colleague)
    assert [letter["To"] for letter in letters(app)] == [reader, colleague]
    clock.forward(minutes=4, seconds=59)
    ask_for_link(Visitor(app), "nl", reader)
    assert len(letters(app)) == 2
    clock.forward(seconds=1)
    ask_for_link(Visitor(app), "nl", reader)
    assert [letter["To"] for letter in letters(app)] == [reader, colleague, reader]


def test_no_link_for_a_closed_account(app: Flask, visitor: Visitor) -> None:
    closed = make(app, active=False)
    assert ask_for_link(visitor, "nl", closed).status == 200
    assert letters(app) == []


def test_the_link_leads_to_us_whatever_host_was_asked(app: Flask, reader: str) -> None:
    page = Visitor(app).get("/nl/reset")
    fields = values_of(page.form("/reset")) | {"email": [reader]}
    page.visitor.post(
        page.url,
        fields,
        headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"},
    )
    assert urlsplit(link_in(letters(app)[0])).netloc == "localhost"


@pytest.mark.parametrize("language", LANGUAGES)
def test_choosing_another_password_signs_out_everywhere_else(
    app: Flask, visitor: Visitor, language: str
) -> None:
    reader = make(app)
    elsewhere = Visitor(app)
    elsewhere.sign_in(reader)
    visitor.sign_in(reader)
    before = visitor.client.get_cookie("rex")
    page = visitor.get(f"/{language}/password")
    done = page.submit(
        password=PASSWORD, new_password=NEW_PASSWORD, new_password_confirm=NEW_PASSWORD
    )
    assert done.url == f"/{language}/"
    assert is_signed_in(visitor)
    assert not is_signed_in(elsewhere)
    after = visitor.client.get_cookie("rex")
    assert before
    assert after
    assert before.value != after.value
    assert "http://localhost/nl/reset" in text_of(letters(app)[0])


@pytest.mark.parametrize(
    ("current", "first", "second", "field"),
    [
        ("not the password", NEW_PASSWORD, NEW_PASSWORD, "password"),
        ("", NEW_PASSWORD, NEW_PASSWORD, "password"),
        ("x" * 5_000, NEW_PASSWORD, NEW_PASSWORD, "password"),
        (PASSWORD, "elf letters", "elf letters", "new_password"),
        (PASSWORD, "x" * 129, "x" * 129, "new_password"),
        (PASSWORD, NEW_PASSWORD, f"{NEW_PASSWORD}!", "new_password_confirm"),
        (PASSWORD, PASSWORD, PASSWORD, "password"),
        (PASSWORD, "", "", "new_password"),
    ],
)
def test_a_password_that_cannot_be_used_is_refused_at_its_field(
    sqlite_app: Flask, current: str, first: str, second: str, field: str
) -> None:
    visitor = Visitor(sqlite_app)
    visitor.sign_in(make(sqlite_app))
    page = visitor.get("/nl/password").submit(
        password=current, new_password=first, new_password_confirm=second
    )
    assert page.status == 422
    assert page.soup.select_one(f".error-summary a[href='#{field}']")
    assert letters(sqlite_app) == []


def test_twelve_plain_letters_are_enough(sqlite_app: Flask) -> None:
    visitor = Visitor(sqlite_app)
    visitor.sign_in(make(sqlite_app))
    page = visitor.get("/nl/password").submit(
        password=PASSWORD, new_password="a" * 12, new_password_confirm="a" * 12
    )
    assert page.url == "/nl/"


def test_a_password_form_that_waited_too_long_is_asked_again_empty(
    app: Flask, visitor: Visitor, reader: str
) -> None:
    visitor.sign_in(reader)
    page = visitor.get("/nl/password")
    answer = page.submit(
        csrf_token="stale",
        password=PASSWORD,
        new_password=NEW_PASSWORD,
        new_password_confirm=NEW_PASSWORD,
    )
    assert answer.url == "/nl/password"
    assert answer.soup.select_one(".notices .notice")
    assert NEW_PASSWORD not in answer.response.text


def test_changing_a_password_asks_for_an_account(visitor: Visitor) -> None:
    assert visitor.get("/fr/password", follow=False).response.location == (
        "/fr/login?next=/fr/password"
    )
