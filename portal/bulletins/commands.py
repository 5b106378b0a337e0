"""``flask bulletins``: take over earlier bulletins, write stored documents to files."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import Flask
from flask.cli import AppGroup

from portal.bulletins import archive, importing, legacy
from portal.bulletins.document import Variant
from portal.bulletins.edition import Edition
from portal.bulletins.importing import Malformed, Source
from portal.db import db
from portal.i18n import BRUSSELS, Translated, today
from portal.outbox import commit_and_drain
from portal.pdf import RenderError
from portal.text import one_line

group = AppGroup("bulletins", help="Take over earlier bulletins, write stored documents.")
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
text_file = click.Path(exists=True, dir_okay=False, path_type=Path)


class Refusal(click.ClickException):
    """Bad input: said in one line, exit code 2."""

    exit_code = 2


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(group)


@group.command("import")
@click.argument("one", metavar="NL.txt", type=text_file)
@click.argument("other", metavar="[FR.txt]", type=text_file, required=False)
@click.option("--one-language", is_flag=True, help="The bulletin was printed in one language.")
@click.option("--title-nl", default="", help="Default: REX number – year.")
@click.option("--title-fr", default="", help="Default: REX number – year.")
@click.option("--essence-nl", default="", help="Default: the first sentence of the course.")
@click.option("--essence-fr", default="", help="Default: the first sentence of the course.")
@click.option(
    "--published-on", type=click.DateTime(["%Y-%m-%d"]), help="YYYY-MM-DD; default: today."
)
def import_(
    one: Path,
    other: Path | None,
    *,
    one_language: bool,
    title_nl: str,
    title_fr: str,
    essence_nl: str,
    essence_fr: str,
    published_on: datetime | None,
) -> None:
    """Publish the bulletin of two text files, one in each language, with its own number.

    With --one-language, that of a single file.
    """
    moment = _noon(published_on.date()) if published_on else None
    try:
        sources = _sources(one, other, one_language=one_language)
        bulletin = legacy.store(
            db.session,
            sources,
            title=Translated(one_line(title_nl), one_line(title_fr)),
            essence=Translated(one_line(essence_nl), one_line(essence_fr)),
            published_at=moment,
        )
    except (Malformed, legacy.Exists) as error:
        db.session.rollback()
        raise Refusal(f"{error}\nNothing was stored.") from None
    label, year, blocks = bulletin.label, sources[0].year, len(bulletin.blocks)
    where = "in each language" if len(sources) > 1 else f"in {sources[0].language.autonym} only"
    commit_and_drain()
    click.echo(f"{label} is published: {blocks} texts {where}.")
    for note in _notes(year, dated=moment is not None):
        click.echo(f"Note: {note}", err=True)


def _sources(one: Path, other: Path | None, *, one_language: bool) -> tuple[Source, ...]:
    """What was read: one file, or two with Dutch first."""
    if one_language is (other is not None):
        raise Refusal("Give a file for each language, or one file and --one-language.")
    first = importing.read(str(one), one.read_bytes())
    if other is None:
        return (first,)
    return importing.pair(first, importing.read(str(other), other.read_bytes()))


def _notes(year: int, *, dated: bool) -> Iterator[str]:
    """What now stands in the documents and was perhaps not meant."""
    if not dated and year != today().year:
        yield (
            f"a bulletin of {year} now carries today as its date of publication. "
            "--published-on says another day, when a bulletin is imported."
        )
    address = archive.base_url()
    if urlsplit(address).hostname in LOOPBACK:
        yield (
            f"the documents carry the address {address}, which works on this machine only. "
            "Set PORTAL_BASE_URL before you import bulletins to keep."
        )


def _noon(day: date) -> datetime:
    if day > today():
        raise Refusal(f"--published-on: {day} is in the future.")
    return datetime.combine(day, time(12), BRUSSELS)


@group.command("render")
@click.argument("rex", metavar="YEAR/NUMBER")
@click.option("--language", type=click.Choice([each.value for each in Variant]), required=True)
@click.option(
    "--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True
)
def render(rex: str, language: str, out: Path) -> None:
    """Write the stored document of a REX to a file, and compare it with a new rendering."""
    try:
        stored = archive.find(_edition(rex), Variant(language))
        content = archive.read(stored)
        same = archive.render_again(stored) == content
        out.write_bytes(content)
    except archive.Unwritten:
        raise Refusal(f"REX {rex} was printed in one language, which is another one.") from None
    except (archive.Lost, RenderError, OSError) as error:
        raise click.ClickException(f"{type(error).__name__}: {error}") from None
    click.echo(f"{out}: {stored.size} bytes, SHA-256 {stored.sha256}")
    if not same:
        click.echo(
            "Rendered again, it comes out differently: the stored document was written. "
            "The fonts, the libraries or the labels have changed since it was published.",
            err=True,
        )


def _edition(rex: str) -> Edition:
    match = re.fullmatch(r"([0-9]{4})/([0-9]{1,6})", rex)
    if not match:
        raise Refusal(f"{rex!r} does not name a REX; write year/number, for example 2020/3.")
    edition = db.session.scalar(archive.newest(int(match[1]), int(match[2])))
    if edition is None:
        raise Refusal(f"There is no REX {rex}.")
    return edition
