"""Bulletins: written in both languages, published as REX, kept as PDF."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the pages and commands of this subject."""
