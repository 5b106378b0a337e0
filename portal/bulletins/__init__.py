"""Bulletins: written in both languages, published as REX, kept as PDF."""

from flask import Flask

from portal.bulletins import commands, publishing, rex, workshop


def init_app(app: Flask) -> None:
    """Register the pages and commands of this subject."""
    for blueprint in (workshop.blueprint, publishing.blueprint, rex.blueprint):
        app.register_blueprint(blueprint)
    commands.init_app(app)
