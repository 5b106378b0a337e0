"""The causal tree as a drawing: the event on the left, causes to its right, in shapes and words."""

from dataclasses import dataclass, field
from xml.etree import ElementTree

from markupsafe import Markup

from portal.analysis.lettering import wrap
from portal.incidents.taxonomy import CauseFamily

DEEPEST = 5  # levels of causes that are drawn; the list has them all
MOST_LINES = 6
BOX, GAP, AIR, PAD, LINE, SIZE = 188, 34, 14, 10, 20, 15
CHIP = 18
SHAPES = {
    CauseFamily.TECHNICAL: "0,0 18,0 18,18 0,18",
    CauseFamily.HUMAN: "9,-2 19,18 -1,18",
    CauseFamily.PATIENT: "9,-3 21,9 9,21 -3,9",
    CauseFamily.OTHER: "4,-1 14,-1 20,9 14,19 4,19 -2,9",
}


@dataclass
class Box:
    """One cause, or the event: what stands in it, and the boxes to its right."""

    text: str
    lang: str = ""
    family: CauseFamily | None = None
    note: str = ""
    causes: list["Box"] = field(default_factory=list)
    top: float = 0

    @property
    def lines(self) -> list[str]:
        """The text as it is wrapped."""
        return wrap(self.text, BOX - 2 * PAD, SIZE, MOST_LINES)

    @property
    def height(self) -> float:
        """How high the box is."""
        return 2 * PAD + LINE * (len(self.lines) + bool(self.note))

    @property
    def joint(self) -> float:
        """Where lines meet the box: beside its first line."""
        return self.top + PAD + LINE / 2


def draw(event: Box, *, title: str, description: str, name: str = "causal-tree") -> Markup:
    """The drawing as an SVG element of a page; ``name`` begins the ids in it."""
    bottom = _place(event, 1)
    levels = _levels(event)
    across = levels * BOX + (levels - 1) * GAP + 2
    svg = ElementTree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "tree",
            "viewBox": f"0 0 {across} {bottom + 1:g}",
            "width": str(across),
            "height": f"{bottom + 1:g}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
        },
    )
    ElementTree.SubElement(svg, "title", {"id": f"{name}-title"}).text = title
    ElementTree.SubElement(svg, "desc", {"id": f"{name}-desc"}).text = description
    _draw(svg, event, 1, top=True)
    return Markup(ElementTree.tostring(svg, encoding="unicode"))  # noqa: S704 - it escapes


def chip(family: CauseFamily) -> Markup:
    """The shape of a family with its letter, to stand before words that say the same."""
    attributes = {"class": "shape", "viewBox": "-4 -4 26 26", "width": "26", "height": "26"}
    svg = ElementTree.Element("svg", attributes | {"aria-hidden": "true"})
    _chip(svg, family)
    return Markup(ElementTree.tostring(svg, encoding="unicode"))  # noqa: S704 - it escapes


def _levels(box: Box) -> int:
    return 1 + max(map(_levels, box.causes), default=0)


def _place(box: Box, top: float) -> float:
    """Give the branch its heights from ``top`` on; the bottom of it is returned."""
    box.top = bottom = top
    for each in box.causes:
        bottom = _place(each, bottom) + AIR
    return max(bottom - AIR, top + box.height)


def _draw(svg: ElementTree.Element, box: Box, left: float, *, top: bool = False) -> None:
    _rectangle(svg, box, left, top=top)
    for number, line in enumerate(box.lines):
        _words(svg, line, left + PAD, box.top + PAD + LINE * (number + 0.75), box.lang)
    if box.note:
        _note(svg, box, left + PAD, box.top + box.height - PAD - LINE)
    right = left + BOX + GAP
    for each in box.causes:
        path = f"M{left + BOX:g} {box.joint:g}h{GAP / 2:g}V{each.joint:g}H{right:g}"
        _shape(svg, "path", {"d": path, "class": "tree-line"})
        _draw(svg, each, right)


def _rectangle(svg: ElementTree.Element, box: Box, left: float, *, top: bool) -> None:
    place = {"x": left, "y": box.top, "width": BOX, "height": box.height, "rx": 4}
    kind = "tree-event" if top else "tree-cause"
    _shape(svg, "rect", {"class": kind} | {name: f"{value:g}" for name, value in place.items()})


def _note(svg: ElementTree.Element, box: Box, left: float, top: float) -> None:
    """Below the text: the code behind the shape of its family, or that there is none yet."""
    if box.family is None:
        _words(svg, box.note, left, top + LINE * 0.75)
        return
    group = ElementTree.SubElement(svg, "g", {"transform": f"translate({left:g} {top + 1:g})"})
    _chip(group, box.family)
    _words(svg, box.note, left + CHIP + 8, top + LINE * 0.75)


def _chip(into: ElementTree.Element, family: CauseFamily) -> None:
    if family is CauseFamily.ORGANISATIONAL:
        _shape(into, "circle", {"cx": "9", "cy": "9", "r": "10", "class": "tree-chip"})
    else:
        _shape(into, "polygon", {"points": SHAPES[family], "class": "tree-chip"})
    letter = _words(into, family.value, CHIP / 2, 14)
    letter.attrib |= {"text-anchor": "middle", "font-size": "12", "font-weight": "600"}


def _shape(into: ElementTree.Element, kind: str, attributes: dict[str, str]) -> None:
    """A line or an outline; without a style sheet it has the colour of the text around it."""
    drawn = {"fill": "none", "stroke": "currentColor", "stroke-width": "1.5"}
    ElementTree.SubElement(into, kind, drawn | attributes)


def _words(
    into: ElementTree.Element, text: str, left: float, baseline: float, lang: str = ""
) -> ElementTree.Element:
    place = {"x": f"{left:g}", "y": f"{baseline:g}", "font-size": str(SIZE), "fill": "currentColor"}
    words = ElementTree.SubElement(into, "text", place | ({"lang": lang} if lang else {}))
    words.text = text
    return words
