"""Finding incidents and bulletins in both languages."""

from flask import Flask

from portal.config import Settings
from portal.incidents.similar import found_by
from portal.search import commands
from portal.search.asking import guide, views
from portal.search.engine import Engine
from portal.search.engines.postgres_engine import PostgresEngine
from portal.search.engines.whoosh_engine import WhooshEngine
from portal.search.index import indexing
from portal.search.learned import learning, proposals
from portal.search.saved import letters, pages, watching
from portal.search.saved.searches import LONGEST_TEXT
from portal.search.similar import command, groups_page, parts
from portal.search.similar.events import SimilarEvents
from portal.search.similar.warming import Warming
from portal.web import add_pages

PATIENCE = 10.0  # seconds that a writer waits for another one


def init_app(app: Flask) -> None:
    """Open the index, keep it in step with the database, register page and commands."""
    settings: Settings = app.config["PORTAL"]
    app.extensions["search"] = _engine(settings)
    app.extensions["outbox"].before(Warming())
    indexing.init_app(app)
    learning.init_app(app)
    watching.init_app(app)
    letters.init_app(app)
    app.jinja_env.globals["longest_question"] = LONGEST_TEXT
    found_by(app, SimilarEvents())
    parts.init_app(app)
    add_pages(app, views, groups_page, pages, guide, proposals)
    commands.group.add_command(command.similar)
    app.cli.add_command(commands.group)


def _engine(settings: Settings) -> Engine:
    if url := settings.search_database_url:
        return PostgresEngine(url, settings.search_replica_url, patience=PATIENCE)
    return WhooshEngine(settings.data_dir / "index", patience=PATIENCE)
