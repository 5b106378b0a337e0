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
from portal.web import add_pages


def init_app(app: Flask) -> None:
    """Register the pages of this subject, its daily job, and the tests that its templates use."""
    add_pages(app, edit, following, register, times)
    app.jinja_env.tests.update(overdue=due.is_overdue, waiting=due.is_waiting)
    reminders.init_app(app)
