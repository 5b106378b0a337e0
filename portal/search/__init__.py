"""Finding incidents and bulletins in both languages."""

from flask import Flask

from portal.config import Settings
from portal.incidents.similar import found_by
from portal.search import commands, indexing, learning, proposals, similar, views
from portal.search.engines.whoosh_engine import WhooshEngine

PATIENCE = 10.0  # seconds that a writer waits for another one


def init_app(app: Flask) -> None:
    """Open the index, keep it in step with the database, register page and commands."""
    settings: Settings = app.config["PORTAL"]
    app.extensions["search"] = WhooshEngine(settings.data_dir / "index", patience=PATIENCE)
    indexing.init_app(app)
    learning.init_app(app)
    found_by(app, similar.find)
    app.register_blueprint(views.blueprint)
    app.register_blueprint(proposals.blueprint)
    app.cli.add_command(commands.group)
