"""``flask search``: make the index again, and ask it a question."""

import json
import sys
from dataclasses import asdict
from functools import partial

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from portal.db import db, only_read, reading_engine
from portal.i18n import Language
from portal.search.asking.correcting import ask
from portal.search.engine import Results
from portal.search.index import comparing
from portal.search.index.documents import rows_of
from portal.search.index.indexing import engine, from_sound, in_step, rebuild
from portal.search.index.printed import WORDS, described, show
from portal.search.index.standing import standing
from portal.search.learned.renderings import with_topics
from portal.search.query import Query

group = AppGroup("search", help="The search index.")


@group.command("rebuild")
def rebuild_() -> None:
    """Make the index again from the database; searches go on in the old one meanwhile."""
    click.echo(f"{rebuild()} documents.")


@group.command("status")
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def status(format_: str) -> None:
    """Tell how the index stands beside the database; exit 1 when it has to be mended.

    ``differing`` documents are in the one and not in the other, and nothing waits to mend that.
    """
    with Session(reading_engine()) as session:
        found = standing(session, engine())
    differing = comparing.astray(engine()) if found.healthy else None
    told = {**asdict(found), "differing": differing}
    if format_ == "json":
        click.echo(json.dumps(told, indent=2))
    else:
        for name, value in told.items():
            click.echo(f"{name.replace('_', ' ')}: {_shown(value)}")
    if not found.in_step or differing:
        sys.exit(1)


@group.command("compare")
def compare() -> None:
    """Compare every document with the database, and mend what differs.

    An index that is damaged or of another database is made again whole.
    """
    if not in_step():
        click.echo("The index is missing, damaged or of another database: it is made again.")
        click.echo(f"{rebuild()} documents.")
    click.echo(f"{comparing.whole(engine())} mended.")


@group.command("query")
@click.argument("text", nargs=-1, required=True, type=WORDS)
@click.option("--language", type=click.Choice([each.value for each in Language]), default=None)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
def query(text: tuple[str, ...], language: str | None, limit: int, format_: str) -> None:
    """Print the ranked hits of TEXT over everything that the portal holds."""
    hint = Language(language) if language else None
    only_read(db.session)
    hits = _ask(Query(text=" ".join(text), allowed=None, language=hint, limit=limit)).hits
    show(described(hits, rows_of(db.session, [hit.key for hit in hits]), hint), format_)


def _shown(value: object) -> str:
    if value is None:
        return "unknown"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _ask(question: Query) -> Results:
    widen = partial(with_topics, hint=question.language)
    return from_sound(lambda: ask(engine(), question, widen))
