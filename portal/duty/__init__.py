"""The duty to notify: dated rules that the regulator edits, and what follows from them."""

from flask import Flask

from portal.duty import rules
from portal.web import add_pages


def init_app(app: Flask) -> None:
    """Register the pages of this subject."""
    add_pages(app, rules)
