"""The phrase bank: approved sentences for recommendations, in both languages."""

from flask import Flask

from portal.phrases import pages
from portal.web import add_pages


def init_app(app: Flask) -> None:
    """Register the pages."""
    add_pages(app, pages)
