"""The duty to notify: dated rules that the regulator edits, and what follows from them."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages of this subject."""
