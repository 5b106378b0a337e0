"""Finding incidents and bulletins in both languages."""

from flask import Flask

from portal.config import Settings
from portal.incidents.similar import found_by
from portal.search import (
    commands,
    groups_page,
    indexing,
    similar,
    similar_command,
    similar_parts,
    views,
)
from portal.search.engines.whoosh_engine import WhooshEngine

PATIENCE = 10.0  # seconds that a writer waits for another one


def init_app(app: Flask) -> None:
    """Open the index, keep it in step with the database, register page and commands."""
    settings: Settings = app.config["PORTAL"]
    app.extensions["search"] = WhooshEngine(settings.data_dir / "index", patience=PATIENCE)
    indexing.init_app(app)
    found_by(app, similar.SimilarEvents())
    similar_parts.init_app(app)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(groups_page.blueprint)
    commands.group.add_command(similar_command.similar)
    app.cli.add_command(commands.group)
