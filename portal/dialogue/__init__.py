"""Dialogue on a dossier: questions of the regulator, its internal notes, the reporter."""

from flask import Flask

from portal.dialogue import (
    answering,
    asking,
    conversation,
    history,
    letters,
    notes,
    receipt,
)
from portal.incidents import deadlines, timeline
from portal.incidents.dossier import Part, add_part
from portal.web import add_pages


def init_app(app: Flask) -> None:
    """Register the pages of this subject, its mails, and what it adds to each dossier."""
    add_pages(app, conversation, asking, answering, notes, receipt)
    add_part(app, Part("dialogue/_turn.html", conversation.turn_part, beside=True))
    add_part(app, Part("dialogue/_questions.html", conversation.questions_part))
    add_part(app, Part("dialogue/_reporter.html", conversation.reporter_part))
    add_part(app, Part("dialogue/_notes.html", notes.part))
    timeline.add_source(app, history.events)
    deadlines.add_deadline(app, history.due)
    letters.init_app(app)
