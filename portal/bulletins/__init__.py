"""Bulletins: written in both languages, published as REX, kept as PDF."""

from flask import Flask

from portal.actions import mirror
from portal.bulletins import (
    archive,
    checks_page,
    commands,
    confirm_pages,
    confirming,
    publishing,
    rex,
    telling,
    workshop,
)
from portal.bulletins.examples import examples_for
from portal.incidents import ball, timeline
from portal.incidents.dossier import Part, add_part
from portal.incidents.next_step import add_step


def init_app(app: Flask) -> None:
    """Register the pages and commands of this subject."""
    for module in (workshop, checks_page, confirm_pages, publishing, rex):
        app.register_blueprint(module.blueprint)
    add_part(app, Part("confirm/_part.html", confirm_pages.part))
    add_step(app, confirm_pages.step)
    timeline.add_source(app, confirming.events)
    ball.add_waiting(app, confirming.waiting_of)
    telling.init_app(app)
    commands.init_app(app)
    app.extensions["schedule"].daily("documents.sweep", archive.sweep)
    mirror.look_in(app, examples_for)
