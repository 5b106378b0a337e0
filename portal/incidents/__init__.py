"""Incidents: reported, completed by the department, read by the regulator."""

from flask import Flask

from portal.incidents import commands, desk, dossier, receipts, report


def init_app(app: Flask) -> None:
    """Register the pages and commands of this subject."""
    for module in (report, receipts, dossier, desk):
        app.register_blueprint(module.blueprint)
    commands.init_app(app)
