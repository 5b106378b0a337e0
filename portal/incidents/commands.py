"""``flask incidents``: read incidents from another system, write them for another system."""

import json
import sys
from pathlib import Path
from typing import TextIO

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from portal.db import db
from portal.incidents import importing, interchange
from portal.incidents.models import Incident
from portal.incidents.schema import SCHEMA
from portal.outbox import commit_and_drain

group = AppGroup("incidents", help="Exchange incidents with other systems, as lines of JSON.")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(group)


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Store every incident of FILE (.jsonl), or none: each refused line is named."""
    try:
        with file.open("rb") as lines:
            records = interchange.read(lines)
        created, updated = importing.store(db.session, records)
    except interchange.Refused as refused:
        for fault in refused.faults:
            click.echo(f"{file.name}: {fault}", err=True)
        click.echo("Nothing was stored.", err=True)
        sys.exit(2)
    commit_and_drain()
    click.echo(f"{created} new, {updated} updated.")


@group.command("export")
@click.option("--out", type=click.File("w", encoding="utf-8"), default="-", help="Default: stdout.")
def export(out: TextIO) -> None:
    """Write every incident as one line of JSON."""
    for incident in db.session.scalars(select(Incident).order_by(Incident.id)).yield_per(200):
        line = json.dumps(interchange.write(incident), ensure_ascii=False)
        out.write(f"{line}\n")


@group.command("schema")
def schema() -> None:
    """Print the JSON Schema of a line."""
    click.echo(json.dumps(SCHEMA, indent=2, ensure_ascii=False))
