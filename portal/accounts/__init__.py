"""People, their departments and roles, and how they sign in."""

from flask import Flask

from portal.config import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Register the pages and commands of this subject."""
