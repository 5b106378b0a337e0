"""People, their departments and roles, and how they sign in."""

from flask import Flask

from portal.accounts import (
    commands,
    held,
    letters,
    people,
    profile,
    security,
    sessions,
    views,
)
from portal.config import Settings
from portal.web import add_pages


def init_app(app: Flask, settings: Settings) -> None:
    """Register the pages and commands of this subject."""
    sessions.init_app(app, settings)
    security.init_app(app)
    held.init_app(app)
    letters.init_app(app)
    add_pages(app, profile, views, people)
    views.init_app(app)
    commands.init_app(app)
