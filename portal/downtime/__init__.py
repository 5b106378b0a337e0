"""Reports on paper while no computer works: printed, taken over, checked by a second person."""

from flask import Flask

from portal.downtime import checking, giving_up, taking, views
from portal.web import add_pages


def init_app(app: Flask) -> None:
    """Register the pages of this subject."""
    add_pages(app, views, taking, checking, giving_up)
