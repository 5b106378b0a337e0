"""The analysis of an incident as a list of tasks."""

from flask import Flask

from portal.analysis import (
    cause_places,  # noqa: F401
    causes,  # noqa: F401
    consequences,  # noqa: F401 - the tasks add their pages to the list
    course,  # noqa: F401
    equipment,  # noqa: F401
    facts,  # noqa: F401
    lists,  # noqa: F401
    outline,
    presence,
    privacy,  # noqa: F401
    submission,  # noqa: F401
    task,
    tasks,  # noqa: F401
)


def init_app(app: Flask) -> None:
    """Register the pages of this subject."""
    app.register_blueprint(task.blueprint)
    presence.init_app(app)
    app.jinja_env.globals["causal_tree"] = outline
