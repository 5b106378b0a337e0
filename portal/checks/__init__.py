"""The checks of texts: what they are told by the database, and their command-line door."""

from flask import Flask

from portal.checks import commands, names, views
from portal.web import add_pages


def init_app(app: Flask) -> None:
    """Register the pages and the commands of this subject."""
    add_pages(app, views, names)
    app.cli.add_command(commands.group)
