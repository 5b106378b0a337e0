"""Which requests are ours to answer: those from our own pages, to our own name."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.db import db
from portal.permissions import Role
from tests import factories
from tests.conftest import build, settings_for
from tests.pages import Visitor

BASE_URL = "https://rex.example.be"


@pytest.fixture
def portal_at(tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """A portal with an address and a bind host of its own."""
    built: list[Flask] = []

    def make(base_url: str, host: str = "127.0.0.1") -> Flask:
        built.append(build(settings_for(tmp_path, base_url=base_url, host=host)))
        return built[-1]

    yield make
    for app in built:
        with app.app_context():
            db.engine.dispose()


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_on_another_site_is_refused(visitor: Visitor, headers: dict[str, str]) -> None:
    assert visitor.post("/nl/login", {}, headers=headers).status == 403


@pytest.mark.parametrize("host", ["rex.example.be", "127.0.0.1:8000", "localhost:8000"])
def test_a_form_arrives_whatever_name_the_proxy_passes_on(
    portal_at: Callable[..., Flask], host: str
) -> None:
    headers = {"Host": host, "Origin": BASE_URL, "Sec-Fetch-Site": "same-origin"}
    answer = portal_at(BASE_URL).test_client().post("/nl/login", headers=headers)
    assert answer.status_code == 400
    assert 'name="password"' in answer.text


def test_a_name_that_is_not_ours_gets_no_page(portal_at: Callable[..., Flask]) -> None:
    client = portal_at(BASE_URL).test_client()
    for path in ("/nl/", "/nl/nothing", "/static/portal.css"):
        answer = client.get(path, headers={"Host": "elsewhere.example"})
        assert answer.status_code == 400
        assert answer.mimetype == "text/plain"
        assert BASE_URL in answer.text
        assert "elsewhere" not in answer.text
    assert client.post("/nl/login", headers={"Host": "elsewhere.example"}).status_code == 400


def test_a_portal_that_nobody_named_answers_to_any_name(portal_at: Callable[..., Flask]) -> None:
    client = portal_at("http://0.0.0.0:8000", host="0.0.0.0").test_client()  # noqa: S104 - what it is about
    assert client.get("/nl/", headers={"Host": "rex-server:8000"}).status_code == 200


@pytest.mark.parametrize("path", ["/nl/login", "/fr/login", "/nl/reset", "/nl/rex", "/nl/nothing"])
def test_no_page_is_kept_on_a_shared_computer(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).response.headers["Cache-Control"] == "no-store"


def test_the_first_page_takes_no_side(visitor: Visitor) -> None:
    pages = [
        visitor.get("/", headers={"Accept-Language": language}).soup for language in ("nl", "fr")
    ]
    for page in pages:
        assert page.html
        page.html["lang"] = ""
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    ("role", "own"), [(None, False), (Role.ANALYST, False), (Role.REPORTER, True)]
)
def test_only_who_has_a_department_is_sent_to_its_quality_manager(
    app: Flask, role: Role | None, own: bool
) -> None:
    visitor = Visitor(app)
    if role:
        with app.app_context():
            department = factories.department(db.session) if role == Role.REPORTER else None
            email = factories.person(db.session, role, department=department).email
            db.session.commit()
        visitor.sign_in(email)
    foot = visitor.get("/nl/rex").soup.select_one(".foot-help")
    assert foot
    assert ("kwaliteitscoördinator van uw dienst" in foot.get_text()) is own
