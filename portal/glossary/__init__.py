"""The glossary: Dutch and French terms, as delivered and as people of the regulator keep them."""

from flask import Flask

from portal.glossary import commands, editing, pages
from portal.glossary.operations import current
from portal.web import add_pages

__all__ = ["current", "init_app"]


def init_app(app: Flask) -> None:
    """Register pages and commands."""
    add_pages(app, pages, editing)
    app.cli.add_command(commands.group)
