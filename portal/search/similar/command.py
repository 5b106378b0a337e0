"""``flask search similar``: the events most like a dossier or a REX, with the reasons."""

import json
import re
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from portal.bulletins.models import Bulletin
from portal.db import db
from portal.i18n import Language
from portal.incidents.models import Incident
from portal.search.engine import Hit, IndexUnavailable
from portal.search.index.documents import PUBLISHED, Found, rows_of, title_of
from portal.search.index.indexing import rebuild
from portal.search.similar import likeness
from portal.search.similar.likeness import Wanted

REX_NUMBER = re.compile(r"(?P<year>\d{4})/(?P<number>\d{1,6})")
REX_LABEL = re.compile(
    r"REX\s*(?P<number>\d{1,6})\s*[-\u2010-\u2015/]\s*(?P<year>\d{4})", re.IGNORECASE
)


@click.command("similar")
@click.argument("reference", metavar="REF")
@click.option("--limit", type=click.IntRange(1, 1000), default=5, show_default=True)
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text")
@with_appcontext
def similar(reference: str, limit: int, format_: str) -> None:
    """Print the events most like REF: a reference, a REX such as 2020/3, or an external id."""
    row = _find(reference.strip())
    if row is None:
        raise click.BadParameter(
            f"there is no dossier and no published REX {reference!r}", param_hint="REF"
        )
    hits = [_described(rank, hit, each) for rank, (hit, each) in enumerate(_like(row, limit), 1)]
    if format_ == "json":
        click.echo(json.dumps(hits, ensure_ascii=False, indent=2))
        return
    for hit in hits:
        languages = "+".join(hit["languages"])
        click.echo(f"{hit['score']:8.3f}  {hit['id']}  {languages}  {hit['title']}")
        click.echo(f"{'':10}{_in_short(hit['reasons'])}")


def name_of(row: Found) -> str:
    """How a row is named outside the portal."""
    if isinstance(row, Bulletin):
        return f"{row.year}/{row.number}"
    return row.external_id or row.reference


def _find(reference: str) -> Found | None:
    named = REX_NUMBER.fullmatch(reference) or REX_LABEL.fullmatch(reference)
    if named:
        these = Bulletin.year == int(named["year"]), Bulletin.number == int(named["number"])
        rex = db.session.scalar(select(Bulletin).where(PUBLISHED, *these))
        if rex is not None:
            return rex
    by_reference = select(Incident).where(Incident.reference == reference.upper())
    by_external_id = select(Incident).where(func.lower(Incident.external_id) == reference.lower())
    return db.session.scalar(by_reference) or db.session.scalar(by_external_id.limit(1))


def _like(row: Found, limit: int) -> list[tuple[Hit, Found]]:
    wanted = Wanted(None, limit, {})
    try:
        hits = likeness.like_row(row, wanted)
    except IndexUnavailable:
        rebuild()
        hits = likeness.like_row(row, wanted)
    rows = rows_of(db.session, [hit.key for hit in hits])
    return [(hit, rows[hit.key]) for hit in hits if hit.key in rows]


def _described(rank: int, hit: Hit, row: Found) -> dict[str, Any]:
    return {
        "rank": rank,
        "id": name_of(row),
        "kind": hit.kind,
        "score": round(hit.score, 6),
        "languages": [each.value for each in hit.languages],
        "title": title_of(row).best(Language.NL)[1],
        "reasons": [
            *({"facet": name, "value": value} for name, value in hit.shared),
            *(
                {
                    "typed": each.typed,
                    "matched": each.words,
                    "language": each.language.value,
                    "source": each.source.value,
                }
                for each in hit.reasons
            ),
        ],
    }


def _in_short(reasons: list[dict[str, str]]) -> str:
    """The facets shared and the words, each once."""
    told = [
        f"{each['facet']}={each['value']}" if "facet" in each else each["matched"]
        for each in reasons
    ]
    return ", ".join(dict.fromkeys(told))
