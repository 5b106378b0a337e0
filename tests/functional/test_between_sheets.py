"""The ways between the pages of one REX being written, and what they all need to save by."""

import pytest
from flask import Flask

from portal.db import db
from portal.permissions import Role
from tests import bulletins
from tests.pages import Page, Visitor

SHEETS = ["", "recommendations", "translation", "translators", "exchange", "checks", "confirm"]


@pytest.fixture
def draft(sqlite_app: Flask) -> int:
    """A draft, complete in both languages."""
    with sqlite_app.app_context():
        key = bulletins.bulletin(db.session).id
        db.session.commit()
    return key


def signed_in(app: Flask, *roles: Role) -> tuple[Visitor, str]:
    visitor, email = Visitor(app), bulletins.somebody(app, *roles)
    visitor.sign_in(email)
    return visitor, email


def ways(page: Page) -> list[str]:
    """Where the list of sheets leads, relative to the REX."""
    links = [str(each["href"]) for each in page.soup.select("main nav .views a")]
    return [link.split("/bulletins/1")[1].strip("/") for link in links]


def test_each_sheet_leads_to_the_others_and_says_where_it_stands(
    sqlite_app: Flask, draft: int
) -> None:
    analyst, _email = signed_in(sqlite_app, Role.ANALYST)
    for sheet in SHEETS:
        page = analyst.get(f"/nl/bulletins/{draft}/{sheet}".rstrip("/"))
        here = page.soup.select_one("main nav .views [aria-current=page]")
        top = page.soup.select_one("nav.service [aria-current=page]")
        assert ways(page) == SHEETS
        assert here, sheet
        assert str(here["href"]).endswith(f"/{draft}/{sheet}".rstrip("/"))
        assert top, sheet
        assert str(top["href"]) == "/nl/bulletins"


def test_a_translator_sees_only_the_sheets_of_a_translator(sqlite_app: Flask, draft: int) -> None:
    translator, email = signed_in(sqlite_app, Role.TRANSLATOR)
    bulletins.assign(sqlite_app, draft, email)
    page = translator.get(f"/nl/bulletins/{draft}/translation")
    assert ways(page) == ["translation", "exchange", "checks"]


@pytest.mark.parametrize("sheet", ["", "/translation"])
def test_a_sheet_has_each_line_that_its_script_writes_in(
    sqlite_app: Flask, draft: int, sheet: str
) -> None:
    analyst, _email = signed_in(sqlite_app, Role.ANALYST)
    page = analyst.get(f"/nl/bulletins/{draft}{sheet}")
    line = page.soup.select_one("#autosave")
    assert line
    assert [len(line.select(each)) for each in ("[role=status]", "[data-names]", "button")] == [
        2,
        1,
        1,
    ]


def test_the_phrase_bank_is_open_only_where_nothing_is_recommended_yet(
    sqlite_app: Flask, draft: int
) -> None:
    analyst, _email = signed_in(sqlite_app, Role.ANALYST)
    page = analyst.get(f"/nl/bulletins/{draft}/recommendations")
    bank = page.soup.select_one("details.bank")
    assert bank is None or not bank.has_attr("open")
    with sqlite_app.app_context():
        empty = bulletins.bulletin(db.session)
        empty.blocks = [each for each in empty.blocks if each.section != "recommendation"]
        db.session.commit()
        number = empty.id
    offered = analyst.get(f"/nl/bulletins/{number}/recommendations").soup.select_one("details.bank")
    assert offered
    assert offered.has_attr("open")


def test_what_the_top_of_a_page_holds_is_not_at_its_foot_too(sqlite_app: Flask) -> None:
    for role in Role:
        visitor, _email = signed_in(sqlite_app, role)
        page = visitor.get("/fr/rex")
        top, foot = (
            {str(each["href"]) for each in page.soup.select(part)}
            for part in ("nav.service a", ".foot-links a")
        )
        assert top
        assert not top & foot
