"""The search page: one question, both languages, and only what this person may see."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for

from portal.pages import Paged, page_among
from portal.permissions import Permission
from portal.search.asking.cards import Card, cards_of, plain_search
from portal.search.asking.correcting import corrected
from portal.search.asking.help import instead, only_near, says_nothing
from portal.search.asking.inquiry import Chosen, Inquiry
from portal.search.engine import IndexUnavailable, Results
from portal.search.index.documents import INCIDENT, REX
from portal.search.index.facets import KINDS, choices_of, chosen_of, left_out_of
from portal.search.index.indexing import recover_later
from portal.search.query import Sort
from portal.search.saved.pages import saving_address
from portal.search.saved.searches import LONGEST_TEXT
from portal.text import one_line
from portal.web import PREFIX, requires

blueprint = Blueprint("search", __name__)
PAGE_SIZE = 20
FEW = 5


@dataclass(frozen=True)
class Group:
    """The hits of one kind: a page of them, or the first few, of ``total``."""

    kind: str
    cards: list[Card]
    total: int
    whole: bool = True

    @property
    def legend(self) -> str:
        """What they are."""
        return str(KINDS[self.kind])

    @property
    def more(self) -> str:
        """The address of all of them, while only the first few are shown; else nothing."""
        return "" if self.whole or self.total <= FEW else _with(kind=[self.kind])


@blueprint.get(f"{PREFIX}/search")
@requires(Permission.SEARCH)
def page() -> str:
    """A question with filters, all in the address, so that it can be kept and shared."""
    text = one_line(request.args.get("q"))[:LONGEST_TEXT]
    chosen = chosen_of(request.args)
    sort = Sort.NEWEST if request.args.get("sort") == Sort.NEWEST else Sort.RELEVANCE
    shown: dict[str, Any] = {"results": None, "groups": [], "degraded": False, "read": text}
    if text or chosen:
        try:
            shown |= _answer(Inquiry(text, chosen, sort))
        except IndexUnavailable:
            shown |= {"groups": _plain(text, chosen), "degraded": True}
            recover_later()
    groups: list[Group] = shown["groups"]
    most = max((each.total for each in groups if each.whole), default=0)
    return render_template(
        "search/page.html",
        text=text,
        chosen=chosen,
        left_out=[str(each.legend) for each in left_out_of(request.args)],
        sort=sort,
        asked=bool(text or chosen),
        total=sum(each.total for each in groups),
        facets=choices_of(shown["results"], chosen),
        paging=Paged([], page_among(most, PAGE_SIZE), most, PAGE_SIZE),
        without=_without,
        with_=_with,
        contact=current_app.config["PORTAL"].contact,
        saving_address=saving_address,
        **shown,
    )


def _answer(asked: Inquiry) -> dict[str, Any]:
    """All that the page tells: facets and suggestions over everything, hits kind by kind."""
    results = asked.part(limit=1)
    kinds = _kinds(asked, results)
    found: dict[str, Any] = {
        "results": results,
        "says_nothing": says_nothing(asked.text, results),
        "mistyped": [asked.text[one.start : one.end] for one in results.suggestions],
        "read": corrected(asked.text, results.suggestions),
        "only_near": only_near(results),
        "groups": [_group(asked, kind, total, whole=len(kinds) == 1) for kind, total in kinds],
    }
    if not results.total:
        found |= {"read_as": asked.read_as(results.understood), "instead": instead(asked)}
    return found


def _kinds(asked: Inquiry, results: Results) -> list[tuple[str, int]]:
    """The kinds that have hits, that of the best or newest hit first, each with how many."""
    wanted = asked.chosen.get("kind") or frozenset(KINDS)
    first = [hit.kind for hit in results.hits]
    totals = results.facets.get("kind", {})
    kinds = sorted(KINDS, key=lambda kind: kind not in first)
    return [(kind, totals[kind]) for kind in kinds if kind in wanted and totals.get(kind)]


def _group(asked: Inquiry, kind: str, total: int, *, whole: bool) -> Group:
    """A page of the ``whole`` if no other kind stands beside it, else the first few."""
    offset = (page_among(total, PAGE_SIZE) - 1) * PAGE_SIZE if whole else 0
    found = asked.part(
        limit=PAGE_SIZE if whole else FEW, offset=offset, changed={"kind": frozenset({kind})}
    )
    return Group(kind, cards_of(found), found.total, whole)


def _plain(text: str, chosen: Chosen) -> list[Group]:
    cards = plain_search(text, chosen)
    by_kind = {
        REX: [each for each in cards if each.is_rex],
        INCIDENT: [each for each in cards if not each.is_rex],
    }
    return [Group(kind, these, len(these)) for kind, these in by_kind.items() if these]


def _without(name: str, *values: str) -> str:
    """This question without some values of one of its filters."""
    kept = [each for each in request.args.getlist(name) if each not in values]
    return _with(**{name: kept})


def _with(**changed: list[str]) -> str:
    arguments: dict[str, Any] = request.args.to_dict(flat=False) | changed
    arguments.pop("page", None)
    return url_for("search.page", **arguments)
