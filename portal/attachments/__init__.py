"""Files added to a dossier: cleaned, kept under the hash of their content."""

from flask import Flask

from portal.attachments import models  # noqa: F401 - its tables belong to the metadata


def init_app(app: Flask) -> None:
    """Register the pages of this subject."""
