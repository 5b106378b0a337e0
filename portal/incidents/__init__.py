"""Incidents: reported, completed by the department, read by the regulator."""

from flask import Flask

from portal.incidents import (
    autosave,  # noqa: F401 - it adds pages to those of the report
    commands,
    desk,
    dossier,
    draft_limits,
    duty_letters,
    notify,  # noqa: F401
    obligation_page,  # noqa: F401
    parts,  # noqa: F401 - its tables belong to those of the incident
    report,
    report_end,  # noqa: F401
    report_letters,
    report_pdf,  # noqa: F401
    similar_live,  # noqa: F401
    steps,  # noqa: F401
    worklist,  # noqa: F401
)
from portal.incidents.changed import changed_at


def init_app(app: Flask) -> None:
    """Register the pages and commands of this subject."""
    for module in (report, dossier, desk):
        app.register_blueprint(module.blueprint)
    app.jinja_env.globals["changed_at"] = changed_at
    for part in (commands, draft_limits, duty_letters, report_letters):
        part.init_app(app)
