"""The commands that belong to no subject: ``flask outbox`` and ``flask trail``."""

import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from portal.db import db
from portal.outbox import Outbox
from portal.trail import broken_entry

outbox_group = AppGroup("outbox", help="What must still happen after a commit.")
trail_group = AppGroup("trail", help="The audit trail.")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(outbox_group)
    app.cli.add_command(trail_group)


@outbox_group.command("drain")
def drain() -> None:
    """Do what is waiting: index, mail."""
    outbox: Outbox = current_app.extensions["outbox"]
    click.echo(f"{outbox.drain()} done.")


@trail_group.command("verify")
def verify() -> None:
    """Check that every entry follows from the one before it; exit 1 if one does not."""
    entry = broken_entry(db.session)
    if entry is not None:
        click.echo(f"Entry {entry} does not follow from the one before it.", err=True)
        sys.exit(1)
    click.echo("The trail is whole.")
