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

# Modules that add their pages to the blueprint of another.
__all__ = [
    "cause_places",
    "causes",
    "consequences",
    "course",
    "equipment",
    "facts",
    "lists",
    "privacy",
    "similar_page",
    "submission",
    "tasks",
]


def init_app(app: Flask) -> None:
    """Register the pages of this subject."""
    app.register_blueprint(task.blueprint)
    presence.init_app(app)
    app.jinja_env.globals.update(causal_tree=outline, neighbours=task.neighbours)
