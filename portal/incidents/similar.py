"""What the search finds that looks like a text; the search layer says how, when it is there."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app

NAME = "similar"
MOST = 3


@dataclass(frozen=True)
class Similar:
    """A published bulletin that looks like a text."""

    year: int
    number: int
    essence: str
    step: str


Find = Callable[[str, int], list[Similar]]


def found_by(app: Flask, find: Find) -> None:
    """Let ``find`` look for the bulletins closest to a text, at most so many."""
    app.extensions[NAME] = find


def to_text(text: str) -> list[Similar]:
    """The published bulletins closest to ``text``, in the language of the page."""
    find: Find | None = current_app.extensions.get(NAME)
    return find(text, MOST) if find and text else []
