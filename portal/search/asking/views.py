"""The search page: one question, both languages, and only what this person may see."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for

from portal.pages import Paged, page_among
from portal.permissions import Permission, can
from portal.search.asking.cards import Card, cards_of, plain_search
from portal.search.asking.correcting import corrected
from portal.search.asking.help import broader, droppable, says_nothing
from portal.search.asking.inquiry import Inquiry
from portal.search.engine import IndexUnavailable, Results, Sort
from portal.search.index.documents import INCIDENT, REX
from portal.search.index.facets import KINDS, choices_of, chosen_of, left_out_of
from portal.search.index.indexing import recover_later
from portal.search.saved.pages import saving_address
from portal.search.saved.searches import LONGEST_TEXT
from portal.text import one_line
from portal.web import PREFIX, current_user, requires

blueprint = Blueprint("search", __name__)
PAGE_SIZE = 20
FEW = 5


@dataclass(frozen=True)
class Group:
    """The hits of one kind: a page of them, or the first few, of ``total``."""

    kind: str
    cards: list[Card]
    total: int

    @property
    def legend(self) -> str:
        """What they are."""
        return str(KINDS[self.kind])

    @property
    def more(self) -> str:
        """The address of all of them, while only the first few are shown; else nothing."""
        if self.kind == REX or len(self.cards) == self.total or asks_one_kind():
            return ""
        return _with(kind=[self.kind])


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
            shown |= {"groups": _plain(text), "degraded": True}
            recover_later()
    groups: list[Group] = shown["groups"]
    most = max((each.total for each in groups if not each.more), default=0)
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


def asks_one_kind() -> bool:
    """Whether the address asks for one kind of record only."""
    return len(chosen_of(request.args).get("kind", ())) == 1


def _answer(asked: Inquiry) -> dict[str, Any]:
    """All that the page tells: facets and suggestions over everything, hits kind by kind."""
    results = asked.part(limit=1)
    wanted = asked.chosen.get("kind") or frozenset(KINDS)
    groups = [_group(asked, kind, results) for kind in _kinds(results) if kind in wanted]
    found: dict[str, Any] = {
        "results": results,
        "says_nothing": says_nothing(asked.text, results),
        "mistyped": [asked.text[one.start : one.end] for one in results.suggestions],
        "read": corrected(asked.text, results.suggestions),
        "groups": [each for each in groups if each.total],
        "read_as": asked.read_as,
    }
    if not results.total:
        found |= {"droppable": droppable(asked), "broader": broader(asked.text)}
    return found


def _kinds(results: Results) -> list[str]:
    """REX first; for who reads the dossiers of every department, the kind of the first hit."""
    desk = can(current_user(), Permission.DESK)
    first = results.hits[0].kind if desk and results.hits else REX
    return sorted(KINDS, key=lambda kind: kind != first)


def _group(asked: Inquiry, kind: str, results: Results) -> Group:
    """A page of REX, or of dossiers if they alone are asked; else the first few dossiers."""
    whole = kind == REX or asks_one_kind()
    total = results.facets.get("kind", {}).get(kind, 0)
    offset = (page_among(total, PAGE_SIZE) - 1) * PAGE_SIZE if whole else 0
    found = asked.part(
        limit=PAGE_SIZE if whole else FEW, offset=offset, changed={"kind": frozenset({kind})}
    )
    return Group(kind, cards_of(found), found.total)


def _plain(text: str) -> list[Group]:
    cards = plain_search(text)
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
