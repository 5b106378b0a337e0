"""The causes of an incident as they are shown: the list, row by row, and the drawing of it."""

from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from portal.analysis import tree
from portal.analysis.drawing import DEEPEST, Box, chip, draw
from portal.analysis.tree import Node
from portal.i18n import Translated, current_language
from portal.incidents.cause import Cause
from portal.incidents.models import Incident

__all__ = ["DEEPEST", "Row", "chip", "deepest_hidden", "nodes_of", "picture", "rows_of"]


@dataclass(frozen=True)
class Row:
    """One cause in the list; ``closes`` says how many levels end after it."""

    cause: Cause
    number: str
    base: bool
    closes: int
    first: bool
    last: bool


def nodes_of(incident: Incident) -> list[Node]:
    """The causes of an incident as a tree."""
    return [Node(cause.id, cause.parent_id) for cause in incident.causes]


def rows_of(incident: Incident) -> list[Row]:
    """The causes in their order, each with what the nested list needs to know."""
    nodes = nodes_of(incident)
    depths, numbers, leaves = tree.depths(nodes), tree.numbers(nodes), tree.leaves(nodes)
    eldest = {node.parent: node.id for node in reversed(nodes)}
    youngest = {node.parent: node.id for node in nodes}
    after = [*(depths[node.id] for node in nodes[1:]), 1][: len(nodes)]
    return [
        Row(
            cause=cause,
            number=numbers[cause.id],
            base=cause.id in leaves,
            closes=max(0, depths[cause.id] - deeper),
            first=eldest[cause.parent_id] == cause.id,
            last=youngest[cause.parent_id] == cause.id,
        )
        for cause, deeper in zip(incident.causes, after, strict=True)
    ]


def picture(incident: Incident) -> Markup:
    """The drawing of the tree, in the words of the page."""
    event = _said(incident.title, incident) or Box(incident.reference)
    boxes: dict[int | None, Box] = {None: event}
    nodes = nodes_of(incident)
    depths, leaves = tree.depths(nodes), tree.leaves(nodes)
    for node, cause in zip(nodes, incident.causes, strict=True):
        if depths[node.id] > DEEPEST:
            continue
        box = boxes[node.id] = _said(cause.text, incident) or Box("…")
        if node.id in leaves:
            box.family = cause.code.family if cause.code else None
            box.note = cause.code.value if cause.code else _("Not coded yet")
        elif depths[node.id] == DEEPEST:
            deeper = len(tree.branch(nodes, node.id)) - 1
            box.note = _("+ %(num)s deeper", num=deeper)
        boxes[node.parent].causes.append(box)
    return draw(
        event,
        title=_("Causal tree of %(reference)s", reference=incident.reference),
        description=_("The event on the left, its causes to the right. The list says the same."),
    )


def _said(text: Translated, incident: Incident) -> Box | None:
    language, words = text.best(incident.language)
    marked = "" if language is current_language() else language.tag
    return Box(" ".join(words.split()), lang=marked) if words else None


def deepest_hidden(incident: Incident) -> bool:
    """Whether the drawing leaves levels out."""
    return any(depth > DEEPEST for depth in tree.depths(nodes_of(incident)).values())
