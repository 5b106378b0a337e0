"""Corrective actions after the analysis: due, done, and whether they work."""

from flask import Flask

from portal.actions import (
    due,
    edit,
    following,
    register,
    reminders,
    times,
)

# Modules that add their pages to the blueprint of another.
__all__ = ["following", "register"]


def init_app(app: Flask) -> None:
    """Register the pages of this subject, its daily job, and the tests that its templates use."""
    app.register_blueprint(edit.blueprint)
    app.register_blueprint(times.blueprint)
    app.jinja_env.tests.update(overdue=due.is_overdue, waiting=due.is_waiting)
    reminders.init_app(app)
