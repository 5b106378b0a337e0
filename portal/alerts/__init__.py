"""Urgent warnings to all departments: written by an analyst, approved by a publisher, mailed."""

from flask import Flask

from portal.alerts import (
    letters,
    pages,
    writing,  # noqa: F401 - it adds pages to the blueprint
)
from portal.incidents.dossier import Part, add_part


def init_app(app: Flask) -> None:
    """Register the pages of this subject, its mails, and what it adds to each dossier."""
    app.register_blueprint(pages.blueprint)
    add_part(app, Part("alerts/_part.html", pages.part, beside=True))
    letters.init_app(app)
