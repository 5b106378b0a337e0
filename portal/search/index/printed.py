"""A hit as the commands print it."""

import json
from collections.abc import Sequence
from typing import Any

import click
from flask_babel import force_locale

from portal.bulletins.models import Bulletin
from portal.i18n import Language
from portal.search.engine import Hit
from portal.search.index.documents import Found, title_of
from portal.search.index.facets import BY_NAME
from portal.text import one_line


class Words(click.ParamType[str]):
    """Words of a command line, on one line and without what nobody can see; not empty."""

    name = "words"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Raise BadParameter if nothing is left."""
        return one_line(value) or self.fail("it is empty", param, ctx)


WORDS = Words()


def described(hits: Sequence[Hit], rows: dict[str, Found], hint: Language | None) -> list[Any]:
    """Each hit that still exists: where it stands, what it is, and why it was found."""
    return [
        {
            "rank": rank,
            "id": _name(rows[hit.key]),
            "kind": hit.kind,
            "score": round(hit.score, 6),
            "languages": [each.value for each in hit.languages],
            "title": title_of(rows[hit.key]).best(hint or Language.NL)[1],
            "reasons": [
                *(_feature(name, value) for name, value in hit.shared),
                *(
                    {
                        "typed": each.typed,
                        "language": each.language.value,
                        "words": each.words,
                        "source": each.source.value,
                    }
                    for each in hit.reasons
                ),
            ],
        }
        for rank, hit in enumerate((each for each in hits if each.key in rows), 1)
    ]


def show(hits: list[Any], format_: str) -> None:
    """Print hits for people or as JSON; that there are none is told beside the output."""
    if format_ == "json":
        click.echo(json.dumps(hits, ensure_ascii=False, indent=2))
        return
    for hit in hits:
        languages = "+".join(hit["languages"])
        click.echo(f"{hit['score']:8.3f}  {hit['id']}  {languages}  {hit['title']}")
        if why := _in_short(hit["reasons"]):
            click.echo(f"{'':10}{why}")
    if not hits:
        click.echo("Nothing found.", err=True)


def _feature(name: str, value: str) -> dict[str, Any]:
    """A facet and its value that two events share, with the value in words in each language."""
    label = {each.value: _in_words(name, value, each) for each in Language}
    return {"facet": name, "value": value, "label": label}


def _in_words(name: str, value: str, language: Language) -> str:
    """What the filter of the page says; a name is the same in all languages."""
    with force_locale(language.value):
        return BY_NAME[name].label(value) if name in BY_NAME else value


def _in_short(reasons: list[dict[str, Any]]) -> str:
    """The facets shared and the words, each once."""
    told = [
        f"{each['facet']}={each['value']}" if "facet" in each else each["words"] for each in reasons
    ]
    return ", ".join(dict.fromkeys(told))


def _name(row: Found) -> str:
    """How a row is named outside the portal."""
    if isinstance(row, Bulletin):
        return f"{row.year}/{row.number}"
    return row.external_id or row.reference
