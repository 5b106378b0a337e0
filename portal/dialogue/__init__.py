"""Dialogue on a dossier: questions of the regulator, its internal notes, the reporter."""

from flask import Flask

from portal.dialogue import (
    answering,  # noqa: F401 - it adds pages to the blueprint, as others do
    asking,  # noqa: F401
    conversation,
    history,
    letters,
    notes,
    pages,
    receipt,
)
from portal.incidents import deadlines, timeline
from portal.incidents.dossier import Part, add_part


def init_app(app: Flask) -> None:
    """Register the pages of this subject, its mails, and what it adds to each dossier."""
    for blueprint in (pages.blueprint, receipt.blueprint):
        app.register_blueprint(blueprint)
    add_part(app, Part("dialogue/_turn.html", conversation.turn_part, beside=True))
    add_part(app, Part("dialogue/_questions.html", conversation.questions_part))
    add_part(app, Part("dialogue/_reporter.html", conversation.reporter_part))
    add_part(app, Part("dialogue/_notes.html", notes.part))
    timeline.add_source(app, history.events)
    deadlines.add_deadline(app, history.due)
    letters.init_app(app)
