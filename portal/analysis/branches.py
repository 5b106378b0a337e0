"""The causes of an incident as a tree: read as nodes, changed, and written back in order."""

from collections.abc import Callable
from typing import Any

from portal.analysis import tree
from portal.analysis.tree import Node
from portal.i18n import Translated
from portal.incidents.cause import Cause
from portal.incidents.models import Incident


class Branches:
    """The tree of one incident, held until :meth:`write`; new causes have ids below zero."""

    def __init__(self, incident: Incident) -> None:
        self.incident = incident
        self.rows = {cause.id: cause for cause in incident.causes}
        self.nodes = [Node(cause.id, cause.parent_id) for cause in incident.causes]

    def add(self, text: str, under: int | None) -> None:
        """A new cause in the language of the incident, last below another or below the event."""
        id_ = min([0, *self.rows]) - 1
        self.rows[id_] = Cause(text=Translated.only(self.incident.language, text))
        self.nodes = tree.add(self.nodes, id_, under)

    def change(self, step: Callable[..., list[Node]], *places: Any) -> None:
        """Take one of the steps of :mod:`portal.analysis.tree`."""
        self.nodes = step(self.nodes, *places)

    def write(self) -> None:
        """Store place and parent of each cause; a removed one leaves the actions that met it."""
        kept = []
        for position, node in enumerate(self.nodes, 1):
            cause = self.rows[node.id]
            cause.position = position
            cause.parent = None if node.parent is None else self.rows[node.parent]
            kept.append(cause)
        for action in self.incident.actions:
            if action.cause is not None and action.cause not in kept:
                action.cause = None
        self.incident.causes = kept
