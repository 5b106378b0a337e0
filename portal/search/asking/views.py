"""The search page: one question, both languages, and only what this person may see."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for

from portal.pages import Paged, asked_page
from portal.permissions import Permission
from portal.search.asking.cards import Card, cards_of, plain_search
from portal.search.asking.correcting import corrected
from portal.search.asking.help import broader, droppable
from portal.search.asking.inquiry import Inquiry
from portal.search.engine import IndexUnavailable, Sort
from portal.search.index.documents import INCIDENT, REX
from portal.search.index.facets import KINDS, choices_of, chosen_of
from portal.search.index.indexing import recover_later
from portal.search.saved.pages import saving_address
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
    text = one_line(request.args.get("q"))
    chosen = chosen_of(request.args)
    sort = Sort.NEWEST if request.args.get("sort") == Sort.NEWEST else Sort.RELEVANCE
    shown: dict[str, Any] = {"results": None, "groups": [], "degraded": False}
    if text or chosen:
        try:
            shown |= _answer(Inquiry(text, chosen, sort))
        except IndexUnavailable:
            shown |= {"groups": _plain(text), "degraded": True}
            recover_later()
    groups: list[Group] = shown["groups"]
    paged = max(
        (each for each in groups if not each.more), key=lambda each: each.total, default=None
    )
    return render_template(
        "search/page.html",
        text=text,
        chosen=chosen,
        sort=sort,
        asked=bool(text or chosen),
        total=sum(each.total for each in groups),
        facets=choices_of(shown["results"], chosen),
        paging=Paged([], asked_page(), paged.total if paged else 0, PAGE_SIZE),
        without=_without,
        corrected=corrected,
        contact=current_app.config["PORTAL"].contact,
        saving_address=saving_address,
        **shown,
    )


def asks_one_kind() -> bool:
    """Whether the address asks for one kind of record only."""
    return len(chosen_of(request.args).get("kind", ())) == 1


def _answer(asked: Inquiry) -> dict[str, Any]:
    """All that the page tells: facets and suggestions over everything, hits kind by kind."""
    results = asked.part(limit=0)
    wanted = asked.chosen.get("kind") or frozenset(KINDS)
    groups = [_group(asked, kind) for kind in KINDS if kind in wanted]
    found: dict[str, Any] = {
        "results": results,
        "groups": [each for each in groups if each.total],
        "read_as": asked.read_as,
    }
    if not results.total:
        found |= {"droppable": droppable(asked), "broader": broader(asked.text)}
    return found


def _group(asked: Inquiry, kind: str) -> Group:
    """A page of REX, or of dossiers if they alone are asked; else the first few dossiers."""
    whole = kind == REX or asks_one_kind()
    offset = (asked_page() - 1) * PAGE_SIZE if whole else 0
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
