"""The causal tree as a list: whatever is done to it, it stays a tree and loses nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.analysis import tree
from portal.analysis.tree import Node


@st.composite
def trees(draw: Any, least: int = 1) -> list[Node]:
    """Any tree, grown node by node."""
    grown: list[Node] = []
    for id_ in range(1, draw(st.integers(least, 12)) + 1):
        under = draw(st.sampled_from([None, *(node.id for node in grown)]))
        grown = tree.add(grown, id_, under)
    return grown


@st.composite
def places(draw: Any) -> tuple[list[Node], int]:
    """A tree and one of its nodes."""
    nodes = draw(trees())
    return nodes, draw(st.sampled_from([node.id for node in nodes]))


def ids(nodes: list[Node]) -> set[int]:
    """The ids in a tree."""
    return {node.id for node in nodes}


@given(places())
def test_every_step_gives_a_tree_that_holds_the_same_nodes(given_: tuple[list[Node], int]) -> None:
    nodes, id_ = given_
    for step in (tree.up, tree.down, tree.out):
        after = step(nodes, id_)
        assert tree.is_tree(after)
        assert ids(after) == ids(nodes)
        kept = {node.id: node.parent for node in after if node.id != id_}
        assert kept == {node.id: node.parent for node in nodes if node.id != id_}


@given(places())
def test_up_and_down_undo_each_other(given_: tuple[list[Node], int]) -> None:
    nodes, id_ = given_
    if (higher := tree.up(nodes, id_)) != nodes:
        assert tree.down(higher, id_) == nodes
    if (lower := tree.down(nodes, id_)) != nodes:
        assert tree.up(lower, id_) == nodes


@given(places(), st.data())
def test_a_branch_moves_whole_and_never_below_itself(
    given_: tuple[list[Node], int], data: st.DataObject
) -> None:
    nodes, id_ = given_
    under = data.draw(st.sampled_from([None, *(node.id for node in nodes)]))
    own = [node.id for node in tree.branch(nodes, id_)]
    if under in own:
        with pytest.raises(tree.Circular):
            tree.move(nodes, id_, under)
        return
    after = tree.move(nodes, id_, under)
    assert tree.is_tree(after)
    assert ids(after) == ids(nodes)
    assert [node.id for node in tree.branch(after, id_)] == own
    assert tree.children(after, under)[-1].id == id_


@given(places())
def test_what_stood_below_a_removed_node_takes_its_place(given_: tuple[list[Node], int]) -> None:
    nodes, id_ = given_
    after = tree.remove(nodes, id_)
    assert tree.is_tree(after)
    assert [node.id for node in after] == [node.id for node in nodes if node.id != id_]
    (gone,) = [node for node in nodes if node.id == id_]
    below = {node.id for node in tree.children(nodes, id_)}
    assert below <= {node.id for node in tree.children(after, gone.parent)}


@given(places())
def test_a_new_node_is_the_last_below_its_parent(given_: tuple[list[Node], int]) -> None:
    nodes, under = given_
    after = tree.add(nodes, 99, under)
    assert tree.is_tree(after)
    assert tree.children(after, under)[-1] == Node(99, under)
    assert [node for node in after if node.id != 99] == nodes


@given(trees())
def test_numbers_depths_and_leaves_agree(nodes: list[Node]) -> None:
    numbers, depths = tree.numbers(nodes), tree.depths(nodes)
    assert [len(numbers[node.id].split(".")) for node in nodes] == list(depths.values())
    assert len(set(numbers.values())) == len(nodes)
    assert tree.leaves(nodes) == {node.id for node in nodes if not tree.children(nodes, node.id)}


@pytest.mark.parametrize(
    "nodes",
    [
        [Node(1, 2), Node(2)],
        [Node(1), Node(2), Node(3, 1)],
        [Node(1), Node(1)],
        [Node(1, 1)],
        [Node(1), Node(2, 7)],
        [Node(1, 2), Node(2, 1)],
    ],
)
def test_what_is_no_tree_is_seen(nodes: list[Node]) -> None:
    assert not tree.is_tree(nodes)


def test_out_and_remove_by_example() -> None:
    nodes = [Node(1), Node(2, 1), Node(3, 2), Node(4, 1), Node(5)]
    out = [Node(1), Node(4, 1), Node(2), Node(3, 2), Node(5)]
    assert tree.out(nodes, 2) == out
    assert tree.out(nodes, 5) == nodes
    assert tree.remove(nodes, 1) == [Node(2), Node(3, 2), Node(4), Node(5)]
    assert tree.numbers(nodes) == {1: "1", 2: "1.1", 3: "1.1.1", 4: "1.2", 5: "2"}


@pytest.mark.parametrize("step", [tree.up, tree.down, tree.out, tree.remove, tree.branch])
def test_a_node_that_is_not_there_is_said_so(step: Any) -> None:
    with pytest.raises(tree.Unknown):
        step([Node(1)], 2)
    with pytest.raises(tree.Unknown):
        tree.add([Node(1)], 3, 2)
