"""Files added to a dossier: cleaned, kept under the hash of their content."""

from flask import Flask

from portal.attachments import pages, store, wording
from portal.incidents.dossier import Part, add_part
from portal.web import add_pages


def init_app(app: Flask) -> None:
    """Register the pages of this subject."""
    add_pages(app, pages)
    add_part(app, Part("attachments/_part.html", pages.part, checked=True))
    app.add_template_filter(wording.file_size)
    store.init_app(app)
