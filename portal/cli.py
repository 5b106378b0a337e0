"""The commands that belong to no subject, and how every command ends when it cannot be done."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.exc import DatabaseError

from portal import schedule
from portal.config import WrongSetting, read_settings
from portal.db import db, plainly, require_tables
from portal.outbox import Outbox
from portal.sqlite import UnsafeDatabase
from portal.trail import broken_entry

outbox_group = AppGroup("outbox", help="What must still happen after a commit.")
jobs_group = AppGroup("jobs", help="What comes with the calendar: reminders, removals.")
trail_group = AppGroup("trail", help="The audit trail.")
WRONG = 2


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(outbox_group)
    app.cli.add_command(jobs_group)
    app.cli.add_command(trail_group)
    command = click.get_current_context(silent=True)
    if command is not None and command.find_root().invoked_subcommand == "run":
        with app.app_context():
            require_tables()


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """Under ``flask``, here and until its command ends: a sentence where others see a traceback."""
    command = click.get_current_context(silent=True)
    if command is None:
        yield
        return
    command.find_root().with_resource(explained())
    with explained():
        yield


@contextmanager
def explained() -> Iterator[None]:
    """End the process with one sentence for what the operator can mend: exit code 2."""
    try:
        yield
    except (WrongSetting, UnsafeDatabase) as error:
        _stop(str(error))
    except DatabaseError as error:
        sentence = plainly(error, read_settings().database_url)
        if sentence is None:
            raise
        _stop(sentence)


def _stop(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(WRONG)


@outbox_group.command("drain")
def drain() -> None:
    """Do what is waiting: index, mail."""
    outbox: Outbox = current_app.extensions["outbox"]
    click.echo(f"{outbox.drain()} done.")


@jobs_group.command("run")
def run_jobs() -> None:
    """Do what is due today and was not done yet, then what follows from it."""
    done = schedule.run()
    click.echo(f"Done today: {', '.join(done) or 'nothing new'}.")
    outbox: Outbox = current_app.extensions["outbox"]
    outbox.drain()


@trail_group.command("verify")
def verify() -> None:
    """Check that every entry follows from the one before it; exit 1 if one does not."""
    entry = broken_entry(db.session)
    if entry is not None:
        click.echo(f"Entry {entry} does not follow from the one before it.", err=True)
        sys.exit(1)
    click.echo("The trail is whole.")
