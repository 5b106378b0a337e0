"""``flask search similar``: the events most like a dossier or a REX, with the reasons."""

import re
from dataclasses import replace

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from portal.bulletins.models import Bulletin
from portal.db import db, only_read
from portal.incidents.models import Incident
from portal.search.engine import Hit
from portal.search.index.documents import PUBLISHED, Found, rows_of
from portal.search.index.indexing import from_sound
from portal.search.index.printed import WORDS, described, show
from portal.search.similar import likeness
from portal.search.similar.likeness import Wanted
from portal.search.similar.telling import telling

MOST_REASONS = 5
_DASH = "[-\u2010-\u2015\u2212/ ]"
REX_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?:REX )?(?P<year>\d{4})/(?P<number>\d{1,6})",
        rf"REX ?(?P<number>\d{{1,6}}) ?{_DASH} ?(?P<year>\d{{4}})",
    )
)


@click.command("similar")
@click.argument("reference", metavar="REF", nargs=-1, required=True, type=WORDS)
@click.option("--limit", type=click.IntRange(1, 1000), default=5, show_default=True)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
@with_appcontext
def similar(reference: tuple[str, ...], limit: int, format_: str) -> None:
    """Print the events most like REF: M-2026-0042, 2020/3, "REX 3 – 2020" or an external id."""
    named = " ".join(reference)
    only_read(db.session)
    row = _find(named)
    if row is None:
        raise click.BadParameter(
            f"there is no dossier and no published REX {named!r}; write it as M-2026-0042, 2020/3, "
            "REX 3 – 2020 or as the external id of a dossier",
            param_hint="REF",
        )
    hits = _like(row, limit)
    show(described(hits, rows_of(db.session, [hit.key for hit in hits]), None), format_)


def _find(reference: str) -> Found | None:
    for form in REX_FORMS:
        if named := form.fullmatch(reference):
            these = Bulletin.year == int(named["year"]), Bulletin.number == int(named["number"])
            rex = db.session.scalar(select(Bulletin).where(PUBLISHED, *these))
            if rex is not None:
                return rex
    by_reference = select(Incident).where(Incident.reference == reference.upper())
    by_external_id = select(Incident).where(func.lower(Incident.external_id) == reference.lower())
    return db.session.scalar(by_reference) or db.session.scalar(by_external_id.limit(1))


def _like(row: Found, limit: int) -> tuple[Hit, ...]:
    wanted = Wanted(None, limit, {})
    hits = from_sound(lambda: likeness.like_row(row, wanted))
    return tuple(replace(hit, reasons=telling(hit.reasons)[:MOST_REASONS]) for hit in hits)
