"""The analysis of an incident as a list of tasks."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages of this subject."""
