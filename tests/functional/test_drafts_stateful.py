"""No word that the server acknowledged is lost: several windows on a report, in any order.

DRAFT_STORIES=1000 in the environment tries that many stories.
"""

import json
import os
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select

from portal.conflicts import fingerprint
from portal.db import db
from portal.incidents import drafts
from portal.incidents.drafts import Draft
from portal.incidents.models import Incident
from portal.permissions import Role
from tests import factories
from tests.pages import Page, Visitor, values_of

STORIES = int(os.environ.get("DRAFT_STORIES", "5"))
FIELDS = ("system", "system_other")
REQUIRED = {"found": "today", "step": "delivery"}
JSON = {"Accept": "application/json"}
WORDS = st.sampled_from(["", "laser", "lamp", "tafel", "tafel 2"])
QUESTIONS = st.sampled_from(FIELDS)
PLACES = st.integers(0, 2)


@dataclass
class Window:
    """One window: what stands in it, and all that it was ever shown or wrote itself."""

    page: Page
    draft: str
    values: dict[str, str]
    known: set[tuple[str, str]]
    heard: dict[str, str] = field(default_factory=dict)
    sent: list[dict[str, Any]] = field(default_factory=list)
    was_last: dict[str, str] = field(default_factory=dict)
    turn: int = 0

    def fields(self) -> dict[str, Any]:
        """What it sends now."""
        self.turn += 1
        self.known |= set(self.values.items())
        return self.as_opened() | self.heard | REQUIRED | self.values | {"turn": str(self.turn)}

    def as_opened(self) -> dict[str, str]:
        """Every field with which its page was opened."""
        return {name: values[0] for name, values in values_of(self.page.form()).items()}


def changed(fields: dict[str, Any]) -> set[str]:
    """The questions whose answer is another one than the window was opened with."""
    return {name for name in FIELDS if fields[f"{name}_opened"] != fingerprint(fields[name])}


class Reports(RuleBasedStateMachine):
    """What the portal keeps, beside what it said that it keeps."""

    def __init__(self, app: Flask, visitor: Visitor) -> None:
        super().__init__()
        self.app, self.visitor = app, visitor
        self.address = ""
        self.kept: dict[str, str] = {}
        self.windows: dict[int, Window] = {}
        self.steps = self.copies = 0
        with app.app_context():
            db.session.execute(delete(Draft))
            db.session.commit()

    def stored(self) -> dict[str, str]:
        """What the one draft holds."""
        with self.app.app_context():
            answers = drafts.read(db.session.scalars(select(Draft)).one())
        return {name: answers.get(name, "") for name in FIELDS}

    def check(
        self,
        window: Window,
        fields: dict[str, Any],
        *,
        acknowledged: bool,
        given_up: frozenset[str] = frozenset(),
    ) -> None:
        """A word goes only for a window that knew it; what is said to be kept is what is kept."""
        stored = self.stored()
        self.steps += 1
        for name in FIELDS:
            if stored[name] != self.kept[name]:
                assert acknowledged
                assert (name, stored[name]) in window.known
                assert not self.kept[name] or (name, self.kept[name]) in window.known
            if acknowledged and name in changed(fields) - given_up:
                assert stored[name] == fields[name]
        self.kept = stored

    def is_gone(self, window: Window, status: int) -> bool:
        """Whether its report was sent or removed, as the portal then says."""
        gone = window.draft != self.address
        assert (status == 404) is gone
        return gone

    @initialize()
    def begin(self) -> None:
        """Write page 1, then open page 2 in three windows."""
        page = self.visitor.get("/nl/report").submit("/report", description="een begin")
        self.address, self.kept = page.url, dict.fromkeys(FIELDS, "")
        self.steps = 0
        for place in range(3):
            self.open(place)

    @precondition(lambda self: not self.address)
    @rule()
    def begin_again(self) -> None:
        """Begin another report; the windows on the old one stay as they are, but one."""
        left = {place: self.windows[place] for place in (0, 1)}
        self.begin()
        self.windows |= left

    @precondition(lambda self: self.address)
    @rule(place=PLACES)
    def open(self, place: int) -> None:
        """Open page 2 in a window, whatever stood there."""
        page = self.visitor.get(self.address)
        shown = {name: values_of(page.form())[name][0] for name in FIELDS}
        assert shown == self.kept
        self.windows[place] = Window(page, self.address, dict(shown), set(shown.items()))

    @rule(place=PLACES)
    def go_back(self, place: int) -> None:
        """Come back to the page as it was opened: its turns begin anew under the same name."""
        window = self.windows[place]
        window.values = {name: window.as_opened()[name] for name in FIELDS}
        window.heard = {name: value for name, value in window.heard.items() if name == "window"}
        window.sent, window.was_last, window.turn = [], {}, 0

    @rule(place=PLACES, other=PLACES)
    def copy(self, place: int, other: int) -> None:
        """Open a copy of a window beside it, which takes a name of its own."""
        page, draft = self.windows[other].page, self.windows[other].draft
        self.copies += 1
        window = Window(page, draft, {}, set(), {"window": f"copy-{self.copies:04}"})
        window.values = {name: window.as_opened()[name] for name in FIELDS}
        window.known = set(window.values.items())
        self.windows[place] = window

    @rule(place=PLACES, name=QUESTIONS, words=WORDS)
    def write(self, place: int, name: str, words: str) -> None:
        """Write in a window."""
        self.windows[place].values[name] = words

    @rule(place=PLACES, name=QUESTIONS, words=WORDS, is_heard=st.booleans())
    def autosave(self, place: int, name: str, words: str, is_heard: bool) -> None:
        """Write, and it saves by itself; the answer may get lost on the way."""
        self.write(place, name, words)
        window = self.windows[place]
        fields = window.fields()
        window.sent.append(fields)
        answer = self.visitor.post(f"{window.draft}/autosave", fields, headers=JSON)
        if self.is_gone(window, answer.status):
            return
        assert answer.status in {200, 409}
        saved = answer.status == 200
        self.check(window, fields, acknowledged=saved)
        window.was_last = dict(self.kept) if saved else {}
        if saved and is_heard:
            opened = json.loads(answer.response.text)["opened"]
            window.heard |= {f"{name}_opened": opened[name] for name in FIELDS if name in opened}

    @rule(place=PLACES, data=st.data())
    def arrive_again(self, place: int, data: st.DataObject) -> None:
        """An earlier saving of a window arrives once more."""
        window = self.windows[place]
        if window.sent:
            self.again(window, data.draw(st.sampled_from(window.sent)))

    @rule(place=PLACES, name=QUESTIONS, first=WORDS, then=WORDS)
    def overtake(self, place: int, name: str, first: str, then: str) -> None:
        """Of two savings of a window, the earlier arrives last."""
        for words in (first, then):
            self.autosave(place, name, words, is_heard=False)
        self.again(self.windows[place], self.windows[place].sent[-2])

    def again(self, window: Window, fields: dict[str, Any]) -> None:
        """What a window sent before arrives now."""
        before = dict(self.kept)
        answer = self.visitor.post(f"{window.draft}/autosave", fields, headers=JSON)
        if not self.is_gone(window, answer.status):
            self.check(window, fields, acknowledged=answer.status == 200)
            if window.was_last == before:
                assert self.kept == before

    @rule(place=PLACES, keep=st.sampled_from(["mine", "theirs"]))
    def go_on(self, place: int, keep: str) -> None:
        """Press Continue, and where two texts differ choose the next time."""
        window = self.windows[place]
        fields = window.fields()
        asked = {name for name in FIELDS if f"{name}_keep" in fields}
        fields |= {f"{name}_keep": keep for name in asked}
        answer = self.visitor.post(window.draft, fields, follow=False)
        if self.is_gone(window, answer.status):
            return
        assert answer.status in {303, 409}
        given_up = frozenset(asked if keep == "theirs" else ())
        self.check(window, fields, acknowledged=answer.status == 303, given_up=given_up)
        if answer.status == 303:
            self.open(place)
            return
        window.page, window.heard = answer, {}
        shown = {name: each for name, each in self.kept.items() if each and each in answer.main}
        window.known |= set(shown.items())

    @precondition(lambda self: self.address and self.steps > 20)
    @rule()
    def discard(self) -> None:
        """Remove the report."""
        token = self.address.split("/")[3]
        self.visitor.get("/nl/report").submit(f"{token}/discard")
        self.address = ""

    @precondition(lambda self: self.address and self.steps > 8)
    @rule()
    def send(self) -> None:
        """Send the report: it holds every word."""
        self.visitor.get(self.address).submit(**REQUIRED)
        third = self.visitor.get(self.address[:-1] + "3")
        check = third.submit(patient="none", danger="no")
        assert check.submit().url.endswith("/done")
        with self.app.app_context():
            latest = select(Incident).order_by(Incident.id.desc()).limit(1)
            incident = db.session.scalars(latest).one()
            assert incident.equipment.nl == ", ".join(filter(None, self.kept.values()))
        self.address = ""


def test_no_acknowledged_word_is_lost(sqlite_app: Flask) -> None:
    with sqlite_app.app_context():
        home = factories.department(db.session)
        email = factories.person(db.session, Role.REPORTER, department=home).email
        db.session.commit()
    visitor = Visitor(sqlite_app)
    visitor.sign_in(email)

    class Here(Reports):
        def __init__(self) -> None:
            super().__init__(sqlite_app, visitor)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=STORIES,
            stateful_step_count=30,
            derandomize=True,
            phases=[Phase.generate],
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
