"""Several windows on one draft: what any of them saved is only replaced by who has seen it.

A page carries a name of its own window and, beside each answer, the fingerprint of the answer
that it was opened with. The draft remembers which window gave each answer, and in which turn: a
window may go on from what it wrote itself, also where it never heard that this was saved. What it
saved earlier never overtakes what it sent later, and is not said to be saved; who presses a button
on an older copy of its page is asked, as with another window.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from portal.conflicts import fingerprint, merge
from portal.incidents.drafts import Answers

NOTHING = fingerprint("")
_WINDOW = re.compile("[A-Za-z0-9_-]{8,32}")


@dataclass
class Merged:
    """The answers to keep and, by question, those of another window that nobody may overwrite."""

    answers: Answers = field(default_factory=dict)
    conflicts: Answers = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """What one window sends: its answers, and what it says of itself."""

    answers: Answers
    form: Mapping[str, str]
    choosing: bool = True

    @property
    def window(self) -> str:
        """The name of the window; nothing if it has none."""
        name = self.form.get("window", "")
        return name if _WINDOW.fullmatch(name) else ""

    @property
    def turn(self) -> int:
        """Its count of what it sent before."""
        text = self.form.get("turn", "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0

    def into(self, kept: Answers) -> Merged:
        """Put these answers together with those that are kept."""
        merged = Merged()
        for name in self.answers:
            self._put(name, kept, merged)
        return merged

    def _put(self, name: str, kept: Answers, merged: Merged) -> None:
        mine, stored = self.answers[name], kept.get(name)
        ahead = self._ahead(kept.get(_by(name), ""))
        if stored is None or (ahead is not None and ahead >= 0):
            theirs = False
        else:
            result = merge(
                opened_with=self.form.get(f"{name}_opened", NOTHING),
                mine=mine,
                theirs=stored,
                keep=self.form.get(f"{name}_keep", "") if self.choosing else "",
            )
            overtaken = ahead is not None and not self.choosing and result.text != stored
            conflict = overtaken or (result.conflict and bool(stored))
            if conflict:
                merged.conflicts[name] = stored
            theirs = conflict or (result.text != mine and not result.conflict)
        if not theirs and mine != stored:
            merged.answers |= {name: mine, _by(name): f"{self.window}.{self.turn}"}

    def _ahead(self, by: str) -> int | None:
        """How many turns this comes after the stored answer, if that is of the same window."""
        window, _dot, turn = by.partition(".")
        return self.turn - int(turn) if self.window and self.window == window else None


def fingerprints(answers: Answers) -> Iterator[tuple[str, str]]:
    """The fields that tell with which answers a page was opened."""
    for name, answer in answers.items():
        yield f"{name}_opened", fingerprint(answer)


def _by(name: str) -> str:
    return f"{name}_by"
