"""The regulator's desk: inbox, who handles what, the two first questions, links."""

from flask import Flask

from portal.desk import (
    first,
    inbox,
    linking,
    neighbours,
    presence,
)
from portal.incidents.dossier import Part, add_part
from portal.incidents.next_step import add_step
from portal.web import add_pages


def init_app(app: Flask) -> None:
    """Register the pages, and add to each dossier what the regulator does with it."""
    add_pages(app, inbox, first, linking)
    add_part(app, Part("desk/_neighbours.html", neighbours.part, above=True))
    add_part(app, Part("desk/_presence.html", presence.part, above=True))
    add_part(app, Part("desk/_links.html", linking.part, above=True))
    add_part(app, Part("desk/_first.html", first.part, above=True))
    add_part(app, Part("desk/_handling.html", inbox.part, beside=True))
    add_step(app, first.step)
