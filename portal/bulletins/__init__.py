"""Bulletins: written in both languages, published as REX, kept as PDF."""

from flask import Flask

from portal.actions import mirror
from portal.bulletins import (
    announcing,
    archive,
    checks_page,
    commands,
    confirm_pages,
    confirming,
    exchange_page,
    feed,
    feeding,
    feeding_pages,
    overruling,
    publishing,
    recommendation_pages,
    revising_pages,
    rex,
    rex_files,
    source_views,
    telling,
    translation_page,
    translators_page,
    workshop,
)
from portal.bulletins.examples import examples_for
from portal.desk.views import add_view
from portal.incidents import ball, timeline
from portal.incidents.dossier import Part, add_part
from portal.incidents.next_step import add_step
from portal.web import add_pages


def init_app(app: Flask) -> None:
    """Register the pages and commands of this subject."""
    sheets = (workshop, source_views, translation_page, translators_page, exchange_page)
    preparing = (feeding_pages, recommendation_pages, checks_page, confirm_pages)
    add_pages(app, *sheets, *preparing, publishing, revising_pages, rex, rex_files, feed)
    add_part(app, Part("confirm/_part.html", confirm_pages.part))
    add_part(app, Part("workshop/_feeds.html", feeding_pages.part))
    add_view(app, feeding.TO_PUBLISH)
    add_step(app, confirm_pages.step)
    timeline.add_source(app, confirming.events)
    timeline.add_source(app, overruling.events)
    ball.add_waiting(app, confirming.waiting_of)
    telling.init_app(app)
    announcing.init_app(app)
    commands.init_app(app)
    app.extensions["schedule"].daily("documents.sweep", archive.sweep)
    mirror.look_in(app, examples_for)
