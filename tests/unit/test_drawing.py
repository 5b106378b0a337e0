"""The drawing of the causal tree: everything in its place, nothing over anything else."""

from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.analysis.drawing import AIR, BOX, MOST_LINES, PAD, SIZE, Box, chip, draw
from portal.analysis.lettering import width, wrap
from portal.incidents.taxonomy import CauseFamily


def parsed(box: Box) -> ElementTree.Element:
    """The drawing, read as XML."""
    return ElementTree.fromstring(draw(box, title="Boom", description="Links"))  # noqa: S314


def found(svg: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    """Every element with this name."""
    return [each for each in svg.iter() if each.tag.endswith("}" + name)]


@st.composite
def boxes(draw_: Any, depth: int = 0) -> Box:
    """Any tree of boxes, four levels deep at most."""
    text = draw_(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=80))
    below = draw_(st.lists(boxes(depth + 1), max_size=3)) if depth < 3 else []
    family = None if below else draw_(st.sampled_from([None, *CauseFamily]))
    return Box(text, family=family, note="TD" if not below else "", causes=below)


@given(boxes())
def test_no_box_lies_on_another_and_all_are_inside(event: Box) -> None:
    svg = parsed(event)
    wide, high = (float(svg.attrib[name]) for name in ("width", "height"))
    columns: dict[float, list[tuple[float, float]]] = {}
    for rect in found(svg, "rect"):
        left, top, height = (float(rect.attrib[name]) for name in ("x", "y", "height"))
        assert 0 <= left <= wide - BOX
        assert top >= 0
        assert top + height <= high
        columns.setdefault(left, []).append((top, top + height))
    for column in columns.values():
        for (_top, bottom), (top, _bottom) in pairwise(column):
            assert top >= bottom + AIR - 0.01
    assert len(found(svg, "path")) == len(found(svg, "rect")) - 1


@given(st.text(max_size=200))
def test_lines_fit_and_lose_nothing(text: str) -> None:
    room = BOX - 2 * PAD
    lines = wrap(text, room, SIZE, 1000)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line, SIZE) <= room for line in lines)
    short = wrap(text, room, SIZE, 2)
    assert len(short) <= 2
    assert short == lines or short[-1].endswith("…")


def test_accents_and_joined_pictures_are_not_torn() -> None:
    family = "👩‍⚕️" * 30
    assert all(line.count("👩") == line.count("⚕") for line in wrap(family, 100, SIZE, 50))


def test_markup_stays_text_and_parts_have_their_language() -> None:
    svg = parsed(Box("<b>&", lang="fr-BE", causes=[Box("]]>")]))
    words = found(svg, "text")
    assert [each.text for each in words] == ["<b>&", "]]>"]
    assert words[0].attrib["lang"] == "fr-BE"
    assert svg.attrib["role"] == "img"
    named = {each.attrib["id"] for each in (*found(svg, "title"), *found(svg, "desc"))}
    assert set(svg.attrib["aria-labelledby"].split()) == named
    assert "style" not in {name for each in svg.iter() for name in each.attrib}


def test_a_long_text_is_cut_in_the_drawing() -> None:
    (text,) = {len(found(parsed(Box("woord " * 600)), "text"))}
    assert text == MOST_LINES


@pytest.mark.parametrize("family", CauseFamily)
def test_each_family_has_a_shape_of_its_own_and_its_letter(family: CauseFamily) -> None:
    svg = ElementTree.fromstring(chip(family))  # noqa: S314
    assert svg.attrib["aria-hidden"] == "true"
    assert [each.text for each in svg if each.tag == "text"] == [family.value]
    others = [str(chip(each)) for each in CauseFamily if each is not family]
    assert str(chip(family)).replace(family.value, "") not in others
