"""The search page: one question, both languages, and only what this person may see."""

import re
from functools import partial
from typing import Any

from flask import Blueprint, Response, after_this_request, render_template, request, url_for

from portal.i18n import current_language
from portal.incidents.taxonomy import CauseFamily, ProcessStep
from portal.outbox import do_after
from portal.pages import Paged, asked_page
from portal.permissions import Permission
from portal.search.cards import cards_of, plain_search
from portal.search.engine import IndexUnavailable, Query, Results, Seen, Sort
from portal.search.indexing import engine, recover
from portal.search.renderings import renderings
from portal.search.visible import seen_by
from portal.text import one_line
from portal.web import PREFIX, current_user, requires

blueprint = Blueprint("search", __name__)
PAGE_SIZE = 20
FACETS = ("year", "step", "family")
YEAR = re.compile(r"[0-9]{4}")


@blueprint.get(f"{PREFIX}/search")
@requires(Permission.SEARCH)
def page() -> str:
    """A question with filters, all in the address, so that it can be kept and shared."""
    text = one_line(request.args.get("q"))
    chosen = _chosen()
    asked = bool(text or any(chosen.values()))
    sort = Sort.NEWEST if request.args.get("sort") == Sort.NEWEST else Sort.RELEVANCE
    try:
        results = _search(text, chosen, sort) if asked else None
        cards, degraded = cards_of(results) if results else [], False
    except IndexUnavailable:
        results, cards, degraded = None, plain_search(text), True
        _recover_later()
    return render_template(
        "search/page.html",
        text=text,
        chosen=chosen,
        sort=sort,
        asked=asked,
        degraded=degraded,
        results=results,
        cards=cards,
        facets=_facets(results, chosen),
        paging=Paged(cards, asked_page(), results.total if results else len(cards), PAGE_SIZE),
        without=_without,
    )


def visible_keys() -> Seen:
    """What this person may see."""
    return seen_by(current_user())


def _search(text: str, chosen: dict[str, frozenset[str]], sort: Sort) -> Results:
    return engine().search(
        Query(
            text=text,
            allowed=visible_keys(),
            language=current_language(),
            renderings=renderings(text, current_language()),
            filters={name: values for name, values in chosen.items() if values},
            sort=sort,
            limit=PAGE_SIZE,
            offset=(asked_page() - 1) * PAGE_SIZE,
        )
    )


def _chosen() -> dict[str, frozenset[str]]:
    """The filters of the address; values that no filter has fall away."""
    given = {name: frozenset(request.args.getlist(name)) for name in FACETS}
    return {
        "year": frozenset(filter(YEAR.fullmatch, given["year"])),
        "step": given["step"] & set(ProcessStep),
        "family": given["family"] & set(CauseFamily),
    }


def _facets(results: Results | None, chosen: dict[str, frozenset[str]]) -> dict[str, Any]:
    """Per facet the choices (value, label, count, chosen), years newest first.

    What is chosen is always among them, also when nothing matches.
    """
    labels: dict[str, Any] = {
        "year": str,
        "step": lambda value: ProcessStep(value).label,
        "family": lambda value: CauseFamily(value).label,
    }
    orders: dict[str, list[Any]] = {"step": list(ProcessStep), "family": list(CauseFamily)}
    facets = {}
    for name in FACETS:
        counts = results.facets.get(name, {}) if results else {}
        order = orders.get(name) or sorted({*counts, *chosen[name]}, reverse=True)
        facets[name] = [
            (str(value), labels[name](value), counts.get(value, 0), value in chosen[name])
            for value in order
            if counts.get(value) or value in chosen[name]
        ]
    return facets


def _without(name: str, value: str) -> str:
    """This question without one of its filters."""
    arguments: dict[str, Any] = request.args.to_dict(flat=False)
    arguments[name] = [each for each in arguments.get(name, []) if each != value]
    arguments.pop("page", None)
    return url_for("search.page", **arguments)


def _recover_later() -> None:
    @after_this_request
    def schedule(response: Response) -> Response:
        do_after(response, partial(recover, failed=True))
        return response
