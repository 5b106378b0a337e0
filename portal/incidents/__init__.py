"""Incidents: reported, completed by the department, read by the regulator."""

from flask import Flask

from portal.incidents import (
    autosave,
    commands,
    desk,
    dossier,
    draft_limits,
    duty_letters,
    notify,
    obligation_page,
    report,
    report_end,
    report_letters,
    report_pdf,
    similar_live,
    steps,
    worklist,
)
from portal.incidents.changed import changed_at
from portal.web import add_pages


def init_app(app: Flask) -> None:
    """Register the pages and commands of this subject."""
    reporting = (report, autosave, report_end, report_pdf, similar_live)
    add_pages(app, *reporting, dossier, worklist, steps, notify, obligation_page, desk)
    app.jinja_env.globals["changed_at"] = changed_at
    for part in (commands, draft_limits, duty_letters, report_letters):
        part.init_app(app)
