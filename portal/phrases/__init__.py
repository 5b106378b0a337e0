"""The phrase bank: approved sentences for recommendations, in both languages."""

from flask import Flask

from portal.phrases import pages


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_blueprint(pages.blueprint)
