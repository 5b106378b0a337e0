"""Incidents: reported, completed by the department, read by the regulator."""

from flask import Flask

from portal.incidents import (
    causes,  # noqa: F401 - it adds pages to those of the dossier, as others do
    commands,
    course,  # noqa: F401
    desk,
    dossier,
    parts,  # noqa: F401 - its tables belong to those of the incident
    receipts,
    report,
    report_end,  # noqa: F401
    steps,  # noqa: F401
    worklist,  # noqa: F401
)


def init_app(app: Flask) -> None:
    """Register the pages and commands of this subject."""
    for module in (report, receipts, dossier, desk):
        app.register_blueprint(module.blueprint)
    commands.init_app(app)
