"""Incidents: reported, completed by the department, read by the regulator."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages and commands of this subject."""
