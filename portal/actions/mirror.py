"""A quiet mirror: how many actions are weak, and what was chosen after similar events."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

from portal.incidents.models import Incident
from portal.incidents.taxonomy import Strength

EXAMPLES = "examples_of_actions"


@dataclass(frozen=True)
class Example:
    """A corrective action that stands in a published REX, in the page's language."""

    text: str
    year: int
    number: int


@dataclass(frozen=True)
class Mirror:
    """How many of the actions are weak, and examples of what others chose."""

    weak: int
    total: int
    examples: list[Example]


Find = Callable[[Incident], list[Example]]


def look_in(app: Flask, find: Find) -> None:
    """Let ``find`` give the examples, for published texts belong to another subject."""
    app.extensions[EXAMPLES] = find


def mirror_of(incident: Incident) -> Mirror | None:
    """What there is to say of the actions; nothing unless half of them or more are weak."""
    weak = sum(action.strength is Strength.WEAK for action in incident.actions)
    if not weak or weak * 2 < len(incident.actions):
        return None
    find: Find = current_app.extensions[EXAMPLES]
    return Mirror(weak, len(incident.actions), find(incident))
