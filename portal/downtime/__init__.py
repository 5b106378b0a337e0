"""Reports on paper while no computer works: printed, taken over, checked by a second person."""

from flask import Flask

from portal.downtime import models  # noqa: F401 - its tables belong to the metadata


def init_app(app: Flask) -> None:
    """Register the pages of this subject."""
