"""Finding incidents and bulletins in both languages."""

from flask import Flask

from portal.config import Settings
from portal.incidents.similar import found_by
from portal.search import (
    commands,
    groups_page,
    guide,
    indexing,
    learning,
    proposals,
    saved_letters,
    saved_pages,
    similar,
    similar_command,
    similar_parts,
    views,
    watching,
)
from portal.search.engines.whoosh_engine import WhooshEngine
from portal.web import add_pages

PATIENCE = 10.0  # seconds that a writer waits for another one


def init_app(app: Flask) -> None:
    """Open the index, keep it in step with the database, register page and commands."""
    settings: Settings = app.config["PORTAL"]
    app.extensions["search"] = WhooshEngine(settings.data_dir / "index", patience=PATIENCE)
    indexing.init_app(app)
    learning.init_app(app)
    watching.init_app(app)
    saved_letters.init_app(app)
    found_by(app, similar.SimilarEvents())
    similar_parts.init_app(app)
    add_pages(app, views, groups_page, saved_pages, guide, proposals)
    commands.group.add_command(similar_command.similar)
    app.cli.add_command(commands.group)
