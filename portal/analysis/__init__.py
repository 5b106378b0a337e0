"""The analysis of an incident as a list of tasks."""

from flask import Flask

from portal.analysis import (
    cause_places,
    causes,
    consequences,
    course,
    equipment,
    facts,
    lists,
    outline,
    presence,
    privacy,
    similar_page,
    submission,
    task,
    tasks,
)
from portal.web import add_pages


def init_app(app: Flask) -> None:
    """Register the pages of this subject."""
    places = (facts, course, consequences, equipment, causes, cause_places, privacy, submission)
    add_pages(app, task, tasks, lists, similar_page, *places)
    presence.init_app(app)
    app.jinja_env.globals.update(causal_tree=outline, neighbours=task.neighbours)
