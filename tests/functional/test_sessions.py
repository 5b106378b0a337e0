"""Sessions: kept on the server, closed in time, and worth nothing once they are closed."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, session
from sqlalchemy import delete, select

from portal.accounts.models import Person, PersonRole, SignedInSession
from portal.db import db, writing_engine
from portal.permissions import Role
from tests import factories
from tests.clock import Clock
from tests.conftest import build, settings_for
from tests.pages import PASSWORD, Visitor
from tests.statements import recorded


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that stands still, a minute past the hour."""
    clock = Clock(monkeypatch)
    clock.moment = clock.moment.replace(minute=1, second=0, microsecond=0)
    return clock


@pytest.fixture
def administrator(app: Flask) -> str:
    """The e-mail address of an administrator."""
    return make(app, Role.ADMINISTRATOR)


def make(app: Flask, *roles: Role) -> str:
    with app.app_context():
        email = factories.person(db.session, *roles).email
        db.session.commit()
    return email


def kept(app: Flask) -> list[SignedInSession]:
    """The sessions in the database."""
    with app.app_context():
        return list(db.session.scalars(select(SignedInSession)))


def cookie_of(visitor: Visitor) -> str:
    cookie = visitor.client.get_cookie("rex")
    assert cookie
    return cookie.value


def with_cookie(app: Flask, value: str, seen: str = "") -> Visitor:
    """A browser that shows these cookies."""
    visitor = Visitor(app)
    visitor.client.set_cookie("rex", value)
    visitor.client.set_cookie("rex-seen", seen)
    return visitor


def seen_of(visitor: Visitor) -> str:
    """The cookie that tells when the visitor was last seen."""
    cookie = visitor.client.get_cookie("rex-seen")
    assert cookie
    return cookie.value


def is_open(visitor: Visitor) -> bool:
    return visitor.get("/nl/people", follow=False).status == 200


def test_reading_pages_keeps_nothing(app: Flask, visitor: Visitor) -> None:
    for address in (
        "/",
        "/nl/",
        "/fr/rex",
        "/nl/search?q=dosis",
        "/nl/rex/2020/3",
        "/static/x.css",
    ):
        page = visitor.get(address)
        assert "Set-Cookie" not in page.response.headers
    assert kept(app) == []


def test_the_database_does_not_know_the_cookie(
    app: Flask, visitor: Visitor, administrator: str
) -> None:
    visitor.sign_in(administrator)
    (row,) = kept(app)
    value = cookie_of(visitor)
    assert row.id == hashlib.sha256(value.encode()).hexdigest()
    assert value.encode() not in row.content
    assert len(value) >= 43


def test_signing_in_gives_a_new_id(app: Flask, visitor: Visitor, administrator: str) -> None:
    page = visitor.get("/nl/login")
    planted = cookie_of(visitor)
    visitor.sign_in(administrator)
    assert cookie_of(visitor) != planted
    assert not is_open(with_cookie(app, planted))
    assert len(kept(app)) == 1
    token = page.form("/login").select_one("input[name=csrf_token]")
    assert token
    late = visitor.post("/nl/people/invite", {"csrf_token": token["value"], "name": "An"})
    assert late.status == 400


def test_an_id_that_we_did_not_give_is_not_taken_over(app: Flask, administrator: str) -> None:
    visitor = with_cookie(app, "chosen-by-somebody-else")
    visitor.sign_in(administrator)
    assert cookie_of(visitor) != "chosen-by-somebody-else"
    assert is_open(visitor)


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_after_signing_out_the_cookie_is_worth_nothing(
    app: Flask, visitor: Visitor, administrator: str, language: str
) -> None:
    page = visitor.sign_in(administrator, language, follow=True)
    old = cookie_of(visitor)
    form = page.soup.select_one("header form[action$=logout]")
    token = page.soup.select_one("header form input[name=csrf_token]")
    assert form
    assert token
    fields = {"csrf_token": token["value"]}
    done = visitor.post(str(form["action"]), fields, follow=False)
    assert cookie_of(visitor) != old
    done = visitor.get(done.response.location)
    assert done.url == f"/{language}/"
    assert done.soup.select_one(".notices .tone-success")
    assert done.soup.select_one("header a[href$=login]")
    assert not is_open(with_cookie(app, old))
    assert not is_open(visitor)
    assert kept(app) == []


def test_signing_out_works_with_a_stale_token_and_twice(
    app: Flask, visitor: Visitor, administrator: str
) -> None:
    visitor.sign_in(administrator)
    old = cookie_of(visitor)
    for _time in range(2):
        assert visitor.post("/nl/logout", {"csrf_token": "stale"}).url == "/nl/"
    assert not is_open(with_cookie(app, old))


def test_another_site_cannot_sign_somebody_out(visitor: Visitor, administrator: str) -> None:
    visitor.sign_in(administrator)
    answer = visitor.post("/nl/logout", {}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status == 403
    assert is_open(visitor)


@pytest.mark.parametrize("minute", [0, 1, 14, 15, 59])
def test_a_session_closes_after_a_quarter_of_an_hour_without_activity(
    visitor: Visitor, administrator: str, clock: Clock, minute: int
) -> None:
    clock.forward(minutes=minute)
    visitor.sign_in(administrator)
    for _time in range(2):
        clock.forward(minutes=14, seconds=59)
        assert is_open(visitor)
    clock.forward(minutes=15)
    assert not is_open(visitor)
    login = visitor.get("/nl/people")
    notice = login.soup.select_one("main .inset")
    assert notice
    assert re.findall(r"\d+", notice.get_text()) == ["15"]


def test_a_session_lives_only_with_the_cookie_of_its_own_last_moment(
    app: Flask, visitor: Visitor, administrator: str
) -> None:
    visitor.sign_in(administrator)
    value, seen = cookie_of(visitor), seen_of(visitor)
    other = Visitor(app)
    other.sign_in(administrator)
    assert is_open(with_cookie(app, value, seen))
    for forged in ("", "x", seen[:-1] + "!", seen_of(other), "\u00e9.é"):
        assert not is_open(with_cookie(app, value, forged))
    assert is_open(visitor)


def test_the_moment_is_refreshed_by_pages_and_not_by_files_or_by_looking_how_long_is_left(
    visitor: Visitor, administrator: str, clock: Clock
) -> None:
    visitor.sign_in(administrator)
    at_start = seen_of(visitor)
    clock.forward(minutes=2)
    visitor.get("/static/portal.css")
    answer = visitor.get("/nl/session/left").response
    assert answer.json == {"left": 780}
    assert seen_of(visitor) == at_start
    assert is_open(visitor)
    assert seen_of(visitor) != at_start
    assert visitor.get("/nl/session/left").response.json == {"left": 900}


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_who_goes_on_working_says_so_without_a_script_too(
    visitor: Visitor, administrator: str, clock: Clock, language: str
) -> None:
    page = visitor.sign_in(administrator, language, follow=True)
    clock.forward(minutes=14)
    form = page.soup.select_one("form[action$=alive]")
    assert form
    fields = {str(each["name"]): str(each["value"]) for each in form.select("input")}
    assert visitor.post(str(form["action"]), fields).url == f"/{language}/"
    clock.forward(minutes=14)
    assert is_open(visitor)
    abroad = fields | {"next": "https://elsewhere.invalid/"}
    assert visitor.post(str(form["action"]), abroad).url == f"/{language}/"


def test_what_is_kept_of_a_session_does_not_tell_when_a_request_was_made(
    app: Flask, visitor: Visitor, administrator: str, clock: Clock
) -> None:
    Visitor(app).get("/nl/login")
    clock.forward(minutes=3, seconds=17)
    visitor.sign_in(administrator)
    clock.forward(minutes=4, seconds=28)
    visitor.get("/nl/people/invite").submit("/invite")
    rows = kept(app)
    assert len(rows) == 2
    hour = clock.moment.replace(minute=0, second=0)
    for row in rows:
        assert (row.expires_at - hour) % timedelta(minutes=15) == timedelta(0)
        moments = [int(each) for each in re.findall(rb"\b1\d{9}\b", row.content)]
        assert [each % 900 for each in moments] == ([] if row.of_visitor else [0])


def test_a_session_closes_after_twelve_hours_of_work(
    visitor: Visitor, administrator: str, clock: Clock
) -> None:
    visitor.sign_in(administrator)
    for _time in range(71):
        clock.forward(minutes=10)
        assert is_open(visitor)
    for _time in range(2):
        clock.forward(minutes=10)
        is_open(visitor)
    clock.forward(minutes=10)
    assert not is_open(visitor)


def test_that_somebody_is_there_is_noted_each_quarter_of_an_hour(
    app: Flask, visitor: Visitor, administrator: str, clock: Clock
) -> None:
    visitor.sign_in(administrator)
    with recorded(app) as statements:
        for _time in range(6):
            clock.forward(minutes=5)
            assert is_open(visitor)
    assert len([each for each in statements if each.startswith("UPDATE session")]) == 2


def test_who_asks_is_known_after_two_queries(
    app: Flask, visitor: Visitor, administrator: str
) -> None:
    page = visitor.get("/nl/login")
    page.submit("/login", email=administrator, password=PASSWORD, follow=False)
    with recorded(app) as statements:
        assert visitor.get("/nl/password").status == 200
    assert len(statements) == 2
    assert "FROM session" in statements[0]
    assert "FROM person" in statements[1]


def test_files_of_the_site_ask_nothing_of_the_database(
    app: Flask, visitor: Visitor, administrator: str
) -> None:
    visitor.sign_in(administrator)
    with recorded(app) as statements:
        assert visitor.get("/static/portal.css").status == 200
    assert statements == []


def test_a_closed_account_is_signed_out_at_once(
    app: Flask, visitor: Visitor, administrator: str
) -> None:
    colleague = make(app, Role.ADMINISTRATOR)
    visitor.sign_in(administrator)
    with app.app_context():
        number = db.session.query(Person.id).filter_by(email=administrator).scalar()
    other = Visitor(app)
    other.sign_in(colleague)
    other.get(f"/nl/people/{number}").submit("/close")
    assert not is_open(visitor)
    other.get(f"/nl/people/{number}").submit("/reopen")
    assert not is_open(visitor)
    assert visitor.sign_in(administrator, follow=True).url == "/nl/"


def test_a_role_that_is_taken_away_is_gone_at_the_next_page(
    app: Flask, visitor: Visitor, administrator: str
) -> None:
    visitor.sign_in(administrator)
    assert is_open(visitor)
    with app.app_context():
        db.session.execute(delete(PersonRole))
        db.session.commit()
    assert visitor.get("/nl/people").status == 403


def test_what_ended_meanwhile_does_not_come_back(
    app: Flask, visitor: Visitor, administrator: str
) -> None:
    visitor.sign_in(administrator)
    headers = {"Cookie": f"rex={cookie_of(visitor)}; rex-seen={seen_of(visitor)}"}
    with app.test_request_context("/nl/", headers=headers):
        assert session["person"]
        with writing_engine().begin() as connection:
            connection.execute(delete(SignedInSession))
        session["something"] = "new"
        app.session_interface.save_session(app, session, app.response_class())
    assert kept(app) == []


def test_closed_sessions_are_removed_when_somebody_signs_in(
    app: Flask, visitor: Visitor, administrator: str, clock: Clock
) -> None:
    visitor.sign_in(administrator)
    Visitor(app).get("/nl/login")
    clock.forward(hours=25)
    Visitor(app).sign_in(administrator)
    assert len(kept(app)) == 1


def test_what_is_kept_of_visitors_goes_after_an_hour(
    app: Flask, visitor: Visitor, administrator: str, clock: Clock
) -> None:
    visitor.sign_in(administrator)
    for address in ("/nl/login", "/fr/reset", "/nl/receipt"):
        Visitor(app).get(address)
    assert [row.of_visitor for row in kept(app)].count(True) == 3
    clock.forward(minutes=75)
    Visitor(app).get("/nl/login")
    assert sorted(row.of_visitor for row in kept(app)) == [False, True]
    assert visitor.get("/nl/people").soup.select_one("main .inset")


def test_a_visitor_can_send_a_form_for_an_hour(
    app: Flask, visitor: Visitor, administrator: str, clock: Clock
) -> None:
    page = visitor.get("/nl/login")
    clock.forward(minutes=59)
    assert page.submit("/login", email=administrator, password="mistyped").status == 422
    clock.forward(minutes=59)
    assert page.submit("/login", email=administrator, password=PASSWORD).url == "/nl/"
    assert len(kept(app)) == 1


@pytest.mark.parametrize(
    ("base_url", "name", "secure"),
    [("http://localhost", "rex", False), ("https://rex.example.be", "__Host-rex", True)],
)
def test_the_cookie_is_closed_to_scripts_and_to_other_sites(
    tmp_path: Path, base_url: str, name: str, secure: bool
) -> None:
    app = build(settings_for(tmp_path, base_url=base_url))
    answer = app.test_client().get("/nl/login", base_url=base_url)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    first, *flags = [part.strip() for part in cookie.split(";")]
    assert first.split("=")[0] == name
    expected = {"HttpOnly", "Path=/", "SameSite=Lax"} | ({"Secure"} if secure else set())
    assert set(flags) == expected


@pytest.mark.parametrize(
    ("base_url", "name", "secure"),
    [("http://localhost", "rex-seen", False), ("https://a.be", "__Host-rex-seen", True)],
)
def test_the_cookie_of_the_last_moment_is_closed_as_well(
    tmp_path: Path, base_url: str, name: str, secure: bool
) -> None:
    app = build(settings_for(tmp_path, base_url=base_url))
    email, client = make(app, Role.ADMINISTRATOR), app.test_client()
    page = client.get("/nl/login", base_url=base_url)
    token = re.search(r'csrf_token" value="([^"]+)', page.text)
    assert token
    fields = {"csrf_token": token[1], "email": email, "password": PASSWORD}
    answer = client.post(
        "/nl/login", data=fields, base_url=base_url, headers={"Referer": f"{base_url}/nl/login"}
    )
    cookies = answer.headers.getlist("Set-Cookie")
    (cookie,) = [each for each in cookies if each.startswith(f"{name}=")]
    expected = {"HttpOnly", "Path=/", "SameSite=Lax"} | ({"Secure"} if secure else set())
    assert {part.strip() for part in cookie.split(";")[1:]} == expected


def test_nothing_secret_is_written_to_the_log(
    app: Flask, visitor: Visitor, administrator: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    visitor.get("/nl/login").submit(email=administrator, password="the wrong password")
    visitor.sign_in(administrator)
    visitor.get("/nl/reset")
    visitor.post("/nl/logout", {"csrf_token": "stale"})
    visitor.get("/nl/reset").submit("/reset", email=administrator)
    for secret in ("the wrong password", administrator, "/reset/"):
        assert secret not in caplog.text
