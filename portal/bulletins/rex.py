"""The published bulletins: the list by year, each REX from its frozen record, its documents."""

from itertools import groupby

from flask import Blueprint, Response, abort, render_template, request
from sqlalchemy import select

from portal.bulletins import archive, document
from portal.bulletins.archive import base_url
from portal.bulletins.document import Variant
from portal.bulletins.models import Bulletin, BulletinStatus, Edition
from portal.bulletins.record import Record, headline
from portal.db import db
from portal.i18n import current_language
from portal.permissions import Permission
from portal.web import PREFIX, pdf_answer, requires

blueprint = Blueprint("rex", __name__)
ADDRESS = f"{PREFIX}/rex/<int(max=9999):year>/<int(max=999999):number>"


@blueprint.get(f"{PREFIX}/rex")
@blueprint.get(f"{PREFIX}/rex/<int(max=9999):year>")
@requires(Permission.REX_READ)
def overview(year: int | None = None) -> str:
    """Every REX, or those of one year, the newest first."""
    query = select(Bulletin.year, Bulletin.number, Bulletin.title, Bulletin.essence).where(
        Bulletin.status == BulletinStatus.PUBLISHED
    )
    rows = db.session.execute(query.order_by(Bulletin.year.desc(), Bulletin.number.desc())).all()
    years = {key: list(group) for key, group in groupby(rows, lambda row: row.year)}
    if year is not None and year not in years:
        abort(404)
    shown = years if year is None else {year: years[year]}
    return render_template(
        "rex/overview.html", years=list(years), shown=shown, year=year, headline=headline
    )


@blueprint.get(ADDRESS)
@requires(Permission.REX_READ)
def page(year: int, number: int) -> str:
    """One REX in the language of the page, from the record of its newest edition."""
    edition = _edition(year, number)
    record = Record.from_json(edition.record)
    return render_template(
        "rex/page.html",
        record=record,
        base_url=base_url(),
        body=document.body(record, current_language()),
    )


@blueprint.get(f"{ADDRESS}.pdf")
@requires(Permission.REX_READ)
def pdf(year: int, number: int) -> Response:
    """Its document in the language of the page."""
    return _document(year, number, Variant(current_language().value))


@blueprint.get(f"{ADDRESS}/nl-fr.pdf")
@requires(Permission.REX_READ)
def pdf_of_both(year: int, number: int) -> Response:
    """Its document with both languages."""
    return _document(year, number, Variant.BOTH)


def _document(year: int, number: int, variant: Variant) -> Response:
    stored = archive.find(_edition(year, number), variant)
    try:
        content = archive.read(stored)
    except archive.Lost:
        abort(500)
    answer = pdf_answer(content, f"REX-{number}-{year}-{archive.SUFFIXES[variant]}")
    answer.headers["Cache-Control"] = "no-cache"
    answer.set_etag(stored.sha256)
    answer.make_conditional(request, accept_ranges=True, complete_length=len(content))
    return answer


def _edition(year: int, number: int) -> Edition:
    edition = db.session.scalar(archive.newest(year, number))
    if edition is None:
        abort(404)
    return edition
