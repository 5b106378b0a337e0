"""``flask glossary``: the terms as a file, and terms from a file."""

import sys
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import AppGroup

from portal.db import db
from portal.glossary import files
from portal.glossary.comparing import differences, twofold
from portal.glossary.operations import entries, store
from portal.language.glossary_file import Unreadable
from portal.outbox import commit_and_drain

group = AppGroup("glossary", help="The Dutch and French terms.")


@group.command("export")
@click.option("--format", "kind", type=click.Choice(files.KINDS), default="csv", show_default=True)
@click.option("--out", type=click.File("wb"), default="-", help="Default: stdout.")
def export(kind: str, out: BinaryIO) -> None:
    """Write every term, those that are proposed or no longer in use too."""
    out.write(files.write(entries(db.session).values(), kind))


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Change them without asking.")
def import_(file: Path, yes: bool) -> None:
    """Add and change terms as FILE (CSV or TBX) has them; says first what that changes."""
    try:
        terms = files.read(file.read_bytes())
    except Unreadable as error:
        click.echo(f"{file.name}: {error}\nNothing was stored.", err=True)
        sys.exit(2)
    changes = list(differences(entries(db.session), terms))
    for line in [*changes, *twofold(entries(db.session), terms)]:
        click.echo(line)
    if not changes:
        click.echo("Nothing differs.")
        return
    if not yes and not click.confirm("Store this?"):
        click.echo("Nothing was stored.")
        return
    store(db.session, terms)
    commit_and_drain()
    click.echo("Stored.")
