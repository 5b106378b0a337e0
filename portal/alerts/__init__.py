"""Urgent warnings to all departments: written by an analyst, approved by a publisher, mailed."""

from flask import Flask

from portal.alerts import (
    letters,
    pages,
    writing,
)
from portal.incidents.dossier import Part, add_part
from portal.web import add_pages


def init_app(app: Flask) -> None:
    """Register the pages of this subject, its mails, and what it adds to each dossier."""
    add_pages(app, pages, writing)
    add_part(app, Part("alerts/_part.html", pages.part, beside=True))
    letters.init_app(app)
