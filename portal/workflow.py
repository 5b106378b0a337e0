"""States and the steps between them: a table per subject, and the only code that moves one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import LazyString, gettext

from portal.i18n import Language
from portal.permissions import Permission, User, can

Blocker = Callable[[Any], "list[Problem]"]


@dataclass(frozen=True)
class Problem:
    """Why something cannot be done yet; ``field`` is the id on the page where it is mended."""

    message: str | LazyString
    field: str = ""


def missing(name: str, language: Language, field: str) -> Problem:
    """The text that people call ``name`` is not written in ``language``."""
    if language is Language.NL:
        return Problem(gettext("%(name)s: the Dutch text is missing", name=name), field)
    return Problem(gettext("%(name)s: the French text is missing", name=name), field)


class NotOpen(Exception):
    """The step is not open from the state in which the subject is."""


class Refused(Exception):
    """The step is open, but the subject is not ready for it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(str(problem.message) for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class Transition:
    """One step: from which states, to which, who may take it, and what must be in order."""

    sources: frozenset[str]
    target: str
    permission: Permission
    label: LazyString
    blockers: tuple[Blocker, ...] = ()
    needs_reason: bool = False
    button: bool = field(default=True)


class Workflow:
    """The table of steps of one kind of subject, which has a ``status``."""

    def __init__(self, transitions: Mapping[str, Transition]) -> None:
        self.transitions = transitions

    def open_to(self, user: User, subject: Any) -> dict[str, Transition]:
        """The steps that ``user`` may take now; they become the buttons of the page."""
        return {
            verb: transition
            for verb, transition in self.transitions.items()
            if subject.status in transition.sources
            and transition.button
            and can(user, transition.permission, subject)
        }

    def problems(self, subject: Any, verb: str) -> list[Problem]:
        """What is not in order yet for the step ``verb``."""
        return [
            problem for blocker in self.transitions[verb].blockers for problem in blocker(subject)
        ]

    def advance(self, user: User, subject: Any, verb: str) -> None:
        """Take the step, or raise NotOpen (state or right) or Refused (not in order)."""
        transition = self.transitions[verb]
        if subject.status not in transition.sources or not can(
            user, transition.permission, subject
        ):
            raise NotOpen(verb)
        if problems := self.problems(subject, verb):
            raise Refused(problems)
        subject.status = type(subject.status)(transition.target)
