"""Corrective actions after the analysis: due, done, and whether they work."""

from flask import Flask

from portal.actions import (
    due,
    edit,
    following,  # noqa: F401 - it adds its pages to those of the list
    register,  # noqa: F401
    reminders,
    times,
)


def init_app(app: Flask) -> None:
    """Register the pages of this subject, its daily job, and the tests that its templates use."""
    app.register_blueprint(edit.blueprint)
    app.register_blueprint(times.blueprint)
    app.jinja_env.tests.update(overdue=due.is_overdue, waiting=due.is_waiting)
    reminders.init_app(app)
