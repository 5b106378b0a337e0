"""Reports on paper while no computer works: printed, taken over, checked by a second person."""

from flask import Flask

from portal.downtime import checking, giving_up, taking  # noqa: F401 - their pages belong to the blueprint
from portal.downtime.views import blueprint


def init_app(app: Flask) -> None:
    """Register the pages of this subject."""
    app.register_blueprint(blueprint)
