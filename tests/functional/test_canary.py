"""Nobody's search tells of dossiers that they may not read: every door, before and after."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, true

from portal.accounts.models import Person
from portal.bulletins.models import Bulletin
from portal.db import db
from portal.i18n import Translated
from portal.incidents.models import Incident, IncidentStatus
from portal.search.asking import cards
from portal.search.asking.highlight import Fragment, fragments
from portal.search.engine import Results
from portal.search.index import visible
from portal.search.index.documents import INCIDENT, REX
from portal.search.index.indexing import engine
from portal.search.index.visible import seen_by
from portal.search.query import Likeness, Query
from tests import bulletins, mailbox
from tests.canary import (
    BESIDE,
    COMMON,
    ELSEWHERE,
    OWN,
    PEOPLE,
    REGULATOR,
    SEARCHES,
    TITLE,
    UNSEEN_BY_REGULATOR,
    WORD,
    betrayed,
    come_in,
    furnish,
    hide,
    walk,
    write_a_rex,
)
from tests.pages import Visitor
from tests.statements import recorded

REST = tuple(
    each
    for each in IncidentStatus
    if each not in {*UNSEEN_BY_REGULATOR, IncidentStatus.PUBLISHED, IncidentStatus.LINKED}
)


@pytest.fixture
def portal(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """As ``furnish`` leaves it."""
    bulletins.cheap_documents(monkeypatch)
    with app.app_context():
        furnish()
    return app


def test_nothing_tells_that_there_are_dossiers_that_one_may_not_read(portal: Flask) -> None:
    """Byte for byte: hits, counts, filters, order, proposals, terms, groups, similar events.

    Whoever may read them finds them by the same doors, else this would prove nothing.
    """
    people = {name: come_in(portal, name) for name in PEOPLE}

    def walked(*names: str) -> dict[str, dict[str, str]]:
        return {name: walk(people[name], PEOPLE[name].language) for name in names}

    before = walked(*PEOPLE)
    for name in ELSEWHERE:
        assert "REX" in before[name]["search?q=tafel"]
    assert "REX" in before["reporter"]["while writing of "]
    with portal.app_context():
        hide(UNSEEN_BY_REGULATOR)
    for name, answers in walked(*REGULATOR).items():
        assert not betrayed(before[name], answers), name
    with portal.app_context():
        hide(REST)
        write_a_rex()
    after = walked(*PEOPLE)
    for name in ELSEWHERE:
        assert not betrayed(before[name], after[name]), name
    by_them = {"search?q=tafel", f"search?q={WORD}", "search?kind=incident", BESIDE[0]}
    assert by_them <= betrayed(before["analyst"], after["analyst"])


def test_it_would_be_noticed_if_they_were_not_hidden(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mask away, each door that asks the index tells of them, and the canary says so."""
    people = {name: come_in(portal, name) for name in ("quality", "reporter", "visitor")}
    doors = (*SEARCHES, *BESIDE)
    before = {name: walk(people[name], "nl", doors) for name in people}
    with portal.app_context():
        hide([IncidentStatus.IN_REVIEW])
    everything = [(REX, Bulletin, true()), (INCIDENT, Incident, true())]
    monkeypatch.setattr(visible, "_policies", lambda _user: everything)
    noticed = {name: betrayed(before[name], walk(people[name], "nl", doors)) for name in people}
    deaf = {"search?q=tafel&kind=rex", "search?year=2019&q=tafel", "search?q=tafel&page=2"}
    for name, found in noticed.items():
        assert {*SEARCHES} - deaf <= found, name
        assert BESIDE[0] in found, name
    assert {*BESIDE, f"while writing of {OWN}"} <= noticed["quality"]


def test_what_is_hidden_costs_no_work_and_moves_no_score(
    portal: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same statements, the same texts read for passages, the same scores to the last bit."""
    read = count()

    def passages(*told: Any, **how: Any) -> list[Fragment]:
        next(read)
        return fragments(*told, **how)

    monkeypatch.setattr(cards, "fragments", passages)
    quality = come_in(portal, "quality")
    doors = (*SEARCHES[:6], *BESIDE)

    def worked() -> tuple[list[str], int]:
        began = next(read)
        with recorded(portal) as statements:
            walk(quality, "nl", doors)
        return statements, next(read) - began

    walk(quality, "nl", doors)
    with portal.app_context():
        answered = _answers()
    before = worked()
    with portal.app_context():
        hide([IncidentStatus.IN_REVIEW, *UNSEEN_BY_REGULATOR])
        assert _answers() == answered
    assert worked() == before
    assert any(each.hits and each.facets for each in answered)


def _answers() -> list[Results]:
    """What the engine tells the quality manager, all of it."""
    person = db.session.scalars(select(Person).where(Person.email == "quality@test.invalid")).one()
    seen = seen_by(person)
    questions = [Query(text=text, allowed=seen) for text in ("", "tafel lichtveld", "kwarelbos")]
    likeness = Likeness(text=Translated(nl=f"{COMMON} {WORD}"), allowed=seen)
    alike = [likeness, replace(likeness, facets={"step": frozenset({"brachytherapy"})})]
    found = engine()
    return [*(found.search(each) for each in questions), *(found.similar(each) for each in alike)]


def test_no_mail_about_a_saved_search_tells_of_them(
    portal: Flask, enter: Callable[..., Visitor]
) -> None:
    for name, asked in (("reader", f"q={WORD}"), ("quality", "step=brachytherapy")):
        page = enter(name).get(f"/nl/search/saved/new?{asked}")
        page.submit(name=name, news="now")
    with portal.app_context():
        hide(REST)
        write_a_rex()
        number = bulletins.ready(db.session, title=TITLE).id
        db.session.commit()
    bulletins.publish_now(portal, number)
    with portal.app_context():
        while portal.extensions["outbox"].drain():
            pass
    for letter in mailbox.letters(portal):
        assert "reader@" not in str(letter["To"])
        assert "quality@" not in str(letter["To"])
        assert WORD not in letter.as_string()
    assert "REX 3" not in enter("reader").get("/nl/search/saved").main
