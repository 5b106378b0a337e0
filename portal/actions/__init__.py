"""Corrective actions after the analysis: due, done, and whether they work."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages of this subject."""
