"""Dialogue on a dossier: questions of the regulator, its internal notes, the reporter."""

from flask import Flask

from portal.dialogue import models  # noqa: F401 - its tables belong to the metadata


def init_app(app: Flask) -> None:
    """Register the pages of this subject."""
