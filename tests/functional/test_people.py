"""Accounts: by invitation only, changed and closed by an administrator."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import false, select

from portal.accounts import rules
from portal.accounts.models import Department, Person
from portal.db import db
from portal.incidents.models import IncidentStatus
from portal.pages import PAGE_SIZE
from portal.permissions import Permission, Role, can
from portal.trail import TrailEntry
from tests import factories
from tests.clock import Clock
from tests.mailbox import letters, link_in, text_of
from tests.pages import PASSWORD, Page, Visitor, values_of

LANGUAGES = ("nl", "fr")
NEW_PASSWORD = "vier losse woorden samen"
ANSWERS = {
    "name": "An van den Berg",
    "email": "an@test.invalid",
    "language": "nl",
    "department": "noord",
    "roles": ["reporter"],
}


@pytest.fixture
def administrator(app: Flask) -> str:
    """The e-mail address of an administrator, in a portal with one department."""
    with app.app_context():
        factories.department(db.session, "noord")
        email = factories.person(db.session, Role.ADMINISTRATOR, name="Bea Heer").email
        db.session.commit()
    return email


@pytest.fixture
def desk(visitor: Visitor, administrator: str) -> Visitor:
    """The administrator, signed in."""
    visitor.sign_in(administrator)
    return visitor


def person(app: Flask, email: str) -> Person:
    with app.app_context():
        return db.session.scalars(select(Person).where(Person.email == email)).one()


def make(app: Flask, *roles: Role, **values: Any) -> Person:
    with app.app_context():
        email = factories.person(db.session, *roles, **values).email
        db.session.commit()
    return person(app, email)


def invite(desk: Visitor, shown_in: str = "nl", **answers: object) -> Page:
    page = desk.get(f"/{shown_in}/people/invite")
    return page.submit("/invite", **(ANSWERS | answers))


def errors(page: Page) -> list[str]:
    """The fields that the summary points at."""
    assert page.status == 422
    return [str(link["href"]).removeprefix("#") for link in page.soup.select(".error-summary a")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_invitation_to_first_sign_in(app: Flask, desk: Visitor, language: str) -> None:
    listed = invite(desk, language, language=language)
    assert listed.url == f"/{language}/people"
    assert "An van den Berg" in listed.main
    (letter,) = letters(app)
    assert letter["To"] == "an@test.invalid"
    assert letter["Content-Language"] == f"{language}-BE"
    link = link_in(letter)
    assert link.startswith(f"http://localhost/{language}/invitation/")
    invited = Visitor(app)
    page = invited.get(link)
    assert page.status == 200
    done = page.submit(password=NEW_PASSWORD, password_confirm=NEW_PASSWORD)
    assert done.url == f"/{language}/login"
    home = done.submit("/login", email="an@test.invalid", password=NEW_PASSWORD)
    assert home.url == f"/{language}/"
    assert len(letters(app)) == 1


def test_an_invitation_says_nothing_but_the_link(app: Flask, desk: Visitor) -> None:
    invite(desk)
    (letter,) = letters(app)
    for word in ("van den Berg", "noord", "Dienst", "Bea"):
        assert word not in letter.as_string()
        assert word not in text_of(letter)
    assert "img" not in letter.as_string()


def test_an_invitation_works_once(app: Flask, desk: Visitor) -> None:
    invite(desk)
    link = link_in(letters(app)[0])
    page = Visitor(app).get(link)
    page.submit(password=NEW_PASSWORD, password_confirm=NEW_PASSWORD)
    assert Visitor(app).get(link).status == 410
    late = page.submit(password="een ander wachtwoord", password_confirm="een ander wachtwoord")
    assert late.status == 410
    signed_in = Visitor(app).get("/nl/login")
    assert signed_in.submit("/login", email="an@test.invalid", password=NEW_PASSWORD).url == "/nl/"


def test_accepting_an_invitation_ends_other_links(app: Flask, desk: Visitor) -> None:
    invite(desk)
    Visitor(app).get("/nl/reset").submit("/reset", email="an@test.invalid")
    invitation, reset = (link_in(letter) for letter in letters(app))
    page = Visitor(app).get(invitation)
    page.submit(password=NEW_PASSWORD, password_confirm=NEW_PASSWORD)
    assert Visitor(app).get(reset).url == "/nl/reset"


def test_an_invitation_works_for_seven_days(
    app: Flask, machine_clock: Clock, desk: Visitor
) -> None:
    invite(desk)
    link = link_in(letters(app)[0])
    machine_clock.forward(days=6, hours=23)
    assert Visitor(app).get(link).status == 200
    machine_clock.forward(hours=2)
    assert Visitor(app).get(link).status == 410


def test_a_new_invitation_replaces_the_one_before(app: Flask, desk: Visitor) -> None:
    invite(desk)
    number = person(app, "an@test.invalid").id
    again = desk.get(f"/nl/people/{number}").submit("/invite")
    assert again.url == f"/nl/people/{number}"
    first, second = (link_in(letter) for letter in letters(app))
    assert Visitor(app).get(first).status == 410
    assert Visitor(app).get(second).status == 200


def test_a_closed_account_has_no_invitation(app: Flask, desk: Visitor) -> None:
    invite(desk)
    number = person(app, "an@test.invalid").id
    desk.get(f"/nl/people/{number}").submit("/close")
    assert Visitor(app).get(link_in(letters(app)[0])).status == 410


@pytest.mark.parametrize("token", ["x", "a.b.c", "é", "%00", "a" * 2_000])
def test_an_address_that_is_no_invitation_says_so(visitor: Visitor, token: str) -> None:
    assert visitor.get(f"/fr/invitation/{token}").status == 410


def test_a_reset_link_is_no_invitation(app: Flask, desk: Visitor) -> None:
    invite(desk)
    link = urlsplit(link_in(letters(app)[0])).path
    assert Visitor(app).get(link.replace("/invitation/", "/reset/")).url == "/nl/reset"


def test_the_first_password_is_long_enough_and_not_too_long(app: Flask, desk: Visitor) -> None:
    invite(desk)
    page = Visitor(app).get(link_in(letters(app)[0]))
    assert errors(page.submit(password="kort", password_confirm="kort")) == ["password"]
    assert errors(page.submit(password=NEW_PASSWORD, password_confirm="anders")) == [
        "password_confirm"
    ]
    long = page.submit(password="x" * 5_000, password_confirm="x" * 5_000)
    assert errors(long) == ["password", "password_confirm"]
    assert person(app, "an@test.invalid").password is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("answers", "fields"),
    [
        ({"name": " "}, ["name"]),
        ({"name": "x" * 121}, ["name"]),
        ({"email": ""}, ["email"]),
        ({"email": "an"}, ["email"]),
        ({"email": "an@test.invalid\nBcc: x@y.be"}, ["email"]),
        ({"language": None}, ["language"]),
        ({"language": "de"}, ["language"]),
        ({"roles": None}, ["roles"]),
        ({"roles": ["director"]}, ["roles"]),
        ({"department": "oost"}, ["department"]),
        ({"department": ""}, ["department"]),
        ({"roles": ["analyst"]}, ["department"]),
        ({"roles": ["analyst", "reporter"]}, ["roles"]),
        ({"roles": ["administrator", "analyst"], "department": ""}, ["roles"]),
        ({"roles": ["administrator", "publisher"], "department": ""}, ["roles"]),
        ({"roles": ["administrator", "quality_manager"]}, ["roles"]),
        ({"roles": ["administrator", "physician"]}, ["roles"]),
    ],
)
def test_what_does_not_go_together_is_refused_and_kept(
    app: Flask, desk: Visitor, language: str, answers: dict[str, object], fields: list[str]
) -> None:
    page = invite(desk, language, **answers)
    assert errors(page) == fields
    if "name" not in answers:
        name = page.form("/invite").select_one("input[name=name]")
        assert name
        assert name["value"] == "An van den Berg"
    assert letters(app) == []


def test_an_address_has_one_account(app: Flask, desk: Visitor) -> None:
    invite(desk)
    assert errors(invite(desk, email="AN@Test.invalid")) == ["email"]
    assert len(letters(app)) == 1


def test_an_address_is_kept_in_small_letters() -> None:
    assert Person(email="An@Test.Invalid").email == "an@test.invalid"


def test_two_invitations_at_the_same_moment_make_one_account(
    app: Flask, desk: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    invite(desk)
    monkeypatch.setattr(
        "portal.accounts.operations.select", lambda _what: select(Person.id).where(false())
    )
    assert errors(invite(desk)) == ["email"]


def test_roles_and_department_can_be_changed(app: Flask, desk: Visitor) -> None:
    reporter = make(app, Role.REPORTER, department=None, name="Cas")
    page = desk.get(f"/fr/people/{reporter.id}")
    assert errors(page.submit(f"/{reporter.id}", department="")) == ["department"]
    done = page.submit(
        f"/{reporter.id}", department="noord", roles=["reporter", "physician"], language="fr"
    )
    assert done.url == "/fr/people"
    changed = person(app, reporter.email)
    assert changed.role_set == {Role.REPORTER, Role.PHYSICIAN}
    assert changed.department
    assert changed.department.code == "noord"


def test_the_trail_tells_who_changed_a_role(app: Flask, desk: Visitor, administrator: str) -> None:
    reporter = make(app, Role.REPORTER, name="Cas")
    page = desk.get(f"/nl/people/{reporter.id}")
    page.submit(f"/{reporter.id}", department="noord", roles=["reader"])
    with app.app_context():
        entries = db.session.scalars(
            select(TrailEntry).where(TrailEntry.subject.startswith(f"person_role:{reporter.id},"))
        )
        actors = {(entry.action, entry.subject.split(",")[1]): entry.actor for entry in entries}
    actor = f"person:{person(app, administrator).id}"
    assert actors["insert", "reader"] == actor
    assert actors["delete", "reporter"] == actor


def test_passwords_leave_no_trail(app: Flask, desk: Visitor) -> None:
    invite(desk)
    page = Visitor(app).get(link_in(letters(app)[0]))
    page.submit(password=NEW_PASSWORD, password_confirm=NEW_PASSWORD)
    with app.app_context():
        changes = " ".join(entry.changes for entry in db.session.scalars(select(TrailEntry)))
    assert "argon2" not in changes
    assert "uniquifier" not in changes


def test_nobody_loses_the_last_key(app: Flask, desk: Visitor, administrator: str) -> None:
    own = person(app, administrator)
    page = desk.get(f"/nl/people/{own.id}")
    assert not page.soup.select("form[action$=close]")
    assert errors(page.submit(f"/{own.id}", roles=["reader"], department="noord")) == ["roles"]
    token = page.form(f"/{own.id}").select_one("input[name=csrf_token]")
    assert token
    refused = desk.post(f"/nl/people/{own.id}/close", {"csrf_token": token["value"]})
    assert refused.status == 409
    assert person(app, administrator).active


def test_a_step_is_not_taken_twice(app: Flask, desk: Visitor) -> None:
    reporter = make(app, Role.REPORTER)
    page = desk.get(f"/nl/people/{reporter.id}")
    assert page.submit("/close").status == 200
    assert page.submit("/close").status == 409
    token = page.form("/close").select_one("input[name=csrf_token]")
    assert token
    fields = {"csrf_token": token["value"]}
    assert desk.post(f"/nl/people/{reporter.id}/invite", fields).status == 409


@pytest.mark.parametrize("role", Role)
def test_an_administrator_has_no_role_that_opens_dossiers_of_others(
    sqlite_app: Flask, role: Role
) -> None:
    with sqlite_app.app_context():
        department = factories.department(db.session)
        asked = factories.person(db.session, role, department=department)
        opens = False
        for status in (IncidentStatus.WITH_DEPARTMENT, IncidentStatus.SUBMITTED):
            incident = factories.incident(db.session, department, status=status)
            opens |= can(asked, Permission.INCIDENT_READ, incident)
        outside = role in rules.OF_REGULATOR
        problems = rules.problems_with({role, Role.ADMINISTRATOR}, has_department=not outside)
    assert bool(problems) == opens


@pytest.mark.parametrize("number", ["2147483648", "9" * 19, "9" * 40])
def test_a_number_that_no_account_can_have_has_no_page(desk: Visitor, number: str) -> None:
    assert desk.get(f"/nl/people/{number}").status == 404
    token = values_of(desk.get("/nl/people/invite").form("/invite"))["csrf_token"]
    for step in ("", "/invite", "/close", "/reopen"):
        assert desk.post(f"/nl/people/{number}{step}", {"csrf_token": token}).status == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_see_people(sqlite_app: Flask, role: Role) -> None:
    somebody = make(sqlite_app, role)
    visitor = Visitor(sqlite_app)
    visitor.sign_in(somebody.email)
    for address in ("people", "people/invite", f"people/{somebody.id}"):
        assert visitor.get(f"/nl/{address}").status in {403, 404}
        assert visitor.post(f"/nl/{address}", {}).status in {400, 403, 404, 405}


def test_a_long_list_is_shown_in_pages(sqlite_app: Flask) -> None:
    for _number in range(PAGE_SIZE + 10):
        make(sqlite_app, Role.READER)
    administrator = make(sqlite_app, Role.ADMINISTRATOR, name="Aaa")
    desk = Visitor(sqlite_app)
    desk.sign_in(administrator.email)
    assert len(desk.get("/nl/people").soup.select("tbody tr")) == PAGE_SIZE
    assert len(desk.get("/nl/people?page=2").soup.select("tbody tr")) == 11


@pytest.mark.parametrize("role", Role)
def test_every_role_has_its_words(role: Role) -> None:
    assert rules.LABELS[role]
    assert rules.HINTS[role]


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(arguments))
    return result.exit_code, result.output.strip()


INVITE = ("people", "invite", "First@Test.invalid", "--name", "Eerste", "--language", "fr")


def test_the_first_administrator_comes_by_command(app: Flask) -> None:
    code, link = run(app, *INVITE, "--role", "administrator")
    assert code == 0
    assert Visitor(app).get(link_in(letters(app)[0])).status == 200
    page = Visitor(app).get(link)
    assert page.lang == "fr-BE"
    done = page.submit(password=PASSWORD, password_confirm=PASSWORD)
    visitor = done.visitor
    assert visitor.sign_in("first@test.invalid", follow=True).url == "/nl/"
    assert visitor.get("/nl/people").status == 200
    assert run(app, "people", "list") == (
        0,
        "first@test.invalid\tEerste\t-\tadministrator\topen",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        (*INVITE, "--role", "administrator", "--role", "analyst"),
        (*INVITE, "--role", "reporter"),
        (*INVITE, "--role", "reporter", "--department", "unknown"),
        (*INVITE, "--role", "director"),
        ("people", "invite", "nowhere", "--name", "A", "--language", "nl", "--role", "reader"),
        ("departments", "add", "No Ord", "--name-nl", "A", "--name-fr", "B", "--language", "nl"),
        ("departments", "add", "oost", "--name-nl", " ", "--name-fr", "B", "--language", "nl"),
    ],
)
def test_a_command_refuses_what_does_not_go_together(
    app: Flask, arguments: tuple[str, ...]
) -> None:
    code, output = run(app, *arguments)
    assert code != 0
    assert "Error" in output
    assert "Traceback" not in output
    with app.app_context():
        assert db.session.scalars(select(Person)).all() == []
        assert db.session.scalars(select(Department)).all() == []


def test_departments_are_added_by_command(app: Flask) -> None:
    add = ("departments", "add", "oost", "--name-nl", "Dienst Oost", "--name-fr", "Service Est")
    assert run(app, *add, "--language", "nl")[0] == 0
    assert run(app, *add, "--language", "nl")[0] != 0
    assert run(app, "departments", "list") == (0, "oost\tnl\tDienst Oost\tService Est")
    code, _link = run(app, *INVITE, "--role", "reporter", "--department", "oost")
    assert code == 0
