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


def init_app(app: Flask, settings: Settings) -> None:
    """Register the pages and commands of this subject."""
    sessions.init_app(app, settings)
    security.init_app(app)
    held.init_app(app)
    letters.init_app(app)
    app.register_blueprint(profile.blueprint)
    for part in (views, people, commands):
        part.init_app(app)
