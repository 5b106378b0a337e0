"""A tree kept as a list, each node before those below it: moved, added to and pruned. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Node:
    """One place in the tree; ``parent`` is the id of the node above it, None at the top."""

    id: int
    parent: int | None = None


Nodes = Sequence[Node]


class Unknown(LookupError):
    """No node of the tree has this id."""


class Circular(ValueError):
    """A node cannot stand below itself."""


def is_tree(nodes: Nodes) -> bool:
    """Whether each id is there once, and each branch stands together below its parent."""
    above: list[int] = []
    for node in nodes:
        while above and above[-1] != node.parent:
            above.pop()
        if node.parent is not None and not above:
            return False
        above.append(node.id)
    return len({node.id for node in nodes}) == len(nodes)


def depths(nodes: Nodes) -> dict[int, int]:
    """How deep each node stands; 1 is directly below the top."""
    found: dict[int, int] = {}
    for node in nodes:
        found[node.id] = 1 if node.parent is None else found[node.parent] + 1
    return found


def children(nodes: Nodes, parent: int | None) -> list[Node]:
    """The nodes directly below ``parent``, in their order."""
    return [node for node in nodes if node.parent == parent]


def leaves(nodes: Nodes) -> set[int]:
    """The ids of the nodes below which nothing stands."""
    return {node.id for node in nodes} - {node.parent for node in nodes}


def numbers(nodes: Nodes) -> dict[int, str]:
    """The number of each node in its outline: 1, 1.1, 1.2, 2."""
    found: dict[int, str] = {}
    counts: dict[int | None, int] = {}
    for node in nodes:
        count = counts[node.parent] = counts.get(node.parent, 0) + 1
        found[node.id] = str(count) if node.parent is None else f"{found[node.parent]}.{count}"
    return found


def branch(nodes: Nodes, id_: int) -> list[Node]:
    """A node and all that stands below it, which follows it directly."""
    start = _place(nodes, id_)
    inside = {id_}
    end = start + 1
    while end < len(nodes) and nodes[end].parent in inside:
        inside.add(nodes[end].id)
        end += 1
    return list(nodes[start:end])


def add(nodes: Nodes, id_: int, under: int | None) -> list[Node]:
    """A new node, last below ``under``."""
    return _insert(nodes, [Node(id_, under)], _end(nodes, under))


def up(nodes: Nodes, id_: int) -> list[Node]:
    """The branch one place earlier among its siblings; the first stays."""
    siblings = [node.id for node in children(nodes, _node(nodes, id_).parent)]
    place = siblings.index(id_)
    if place == 0:
        return list(nodes)
    moved, rest = _taken(nodes, id_)
    return _insert(rest, moved, _place(rest, siblings[place - 1]))


def down(nodes: Nodes, id_: int) -> list[Node]:
    """The branch one place later among its siblings; the last stays."""
    siblings = [node.id for node in children(nodes, _node(nodes, id_).parent)]
    place = siblings.index(id_)
    return list(nodes) if place == len(siblings) - 1 else up(nodes, siblings[place + 1])


def move(nodes: Nodes, id_: int, under: int | None) -> list[Node]:
    """The branch last below another node, never below itself."""
    moved, rest = _taken(nodes, id_)
    if under in {node.id for node in moved}:
        raise Circular(id_)
    return _insert(rest, [replace(moved[0], parent=under), *moved[1:]], _end(rest, under))


def out(nodes: Nodes, id_: int) -> list[Node]:
    """The branch one level out, right after the branch in which it stood; at the top it stays."""
    parent = _node(nodes, id_).parent
    if parent is None:
        return list(nodes)
    moved, rest = _taken(nodes, id_)
    above = replace(moved[0], parent=_node(nodes, parent).parent)
    return _insert(rest, [above, *moved[1:]], _end(rest, parent))


def remove(nodes: Nodes, id_: int) -> list[Node]:
    """The tree without a node; what stood below it takes its place."""
    gone = _node(nodes, id_)
    return [
        replace(node, parent=gone.parent) if node.parent == id_ else node
        for node in nodes
        if node.id != id_
    ]


def _place(nodes: Nodes, id_: int) -> int:
    for place, node in enumerate(nodes):
        if node.id == id_:
            return place
    raise Unknown(id_)


def _node(nodes: Nodes, id_: int) -> Node:
    return nodes[_place(nodes, id_)]


def _end(nodes: Nodes, id_: int | None) -> int:
    """Where the branch of a node ends; the whole tree is that of the top."""
    return len(nodes) if id_ is None else _place(nodes, id_) + len(branch(nodes, id_))


def _taken(nodes: Nodes, id_: int) -> tuple[list[Node], list[Node]]:
    moved = branch(nodes, id_)
    start = _place(nodes, id_)
    return moved, [*nodes[:start], *nodes[start + len(moved) :]]


def _insert(nodes: Nodes, new: list[Node], place: int) -> list[Node]:
    return [*nodes[:place], *new, *nodes[place:]]
