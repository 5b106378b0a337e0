"""A bulletin's texts as XLIFF, 2.0 or 1.2, and back: nothing is lost, nothing outside is read."""

from collections.abc import Callable, Iterator
from typing import Any

from flask_babel import gettext as _
from lxml import etree

from portal.bulletins.outside import Bundle, Unit, Unreadable
from portal.bulletins.working import SegmentState
from portal.i18n import Language

V2 = "urn:oasis:names:tc:xliff:document:2.0"
V1 = "urn:oasis:names:tc:xliff:document:1.2"
VERSIONS = ("2.0", "1.2")
PARTS = ("segment", "ignorable")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Units = Callable[[Any], Iterator[Unit]]
_S = SegmentState
# Version 2 knows no state of a translation that must be done again; it allows one of our own below.
STATES_2 = {_S.TO_TRANSLATE: "initial", _S.TO_REVISE: "initial", _S.TO_READ: "translated"}
STATES_2 |= {_S.APPROVED: "final"}
REVISE = "rex:to_revise"
STATES_1 = {
    _S.TO_TRANSLATE: "needs-translation",
    _S.TO_REVISE: "needs-review-translation",
    _S.TO_READ: "translated",
    _S.APPROVED: "final",
}
READ_2 = {"initial": _S.TO_TRANSLATE, "translated": _S.TO_READ, "reviewed": _S.TO_READ}
READ_2 |= {"final": _S.APPROVED}
READ_1 = {
    **dict.fromkeys(("new", "needs-translation", "needs-l10n"), _S.TO_TRANSLATE),
    **dict.fromkeys(("needs-review-translation", "needs-adaptation"), _S.TO_REVISE),
    **dict.fromkeys(("final", "signed-off"), _S.APPROVED),
}


def write(bundle: Bundle, version: str) -> bytes:
    """One file, in UTF-8."""
    root = _root_2(bundle) if version == "2.0" else _root_1(bundle)
    etree.indent(root, "  ")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def read(content: bytes) -> Bundle:
    """What a file of either version holds; Unreadable says why it cannot be taken."""
    root = _parsed(content)
    name = etree.QName(root)
    if name.localname != "xliff":
        raise Unreadable(_("This is not an XLIFF file"))
    if root.get("version", "").startswith("2.") and (name.namespace or "").startswith(V2[:-2]):
        return _bundle(root, "id", "srcLang", _units_2)
    if root.get("version") == "1.2":
        return _bundle(root, "original", "source-language", _units_1)
    raise Unreadable(_("This version of XLIFF is not read: use 2.0 or 1.2"))


def _parsed(content: bytes) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        raise Unreadable(_("This file is damaged, or its letters are not in UTF-8")) from None
    if root.getroottree().docinfo.doctype:
        raise Unreadable(_("This file defines entities of its own, which is not accepted"))
    return root


def _child(parent: Any, name: str, **attributes: str) -> Any:
    namespace = etree.QName(parent).namespace
    return etree.SubElement(parent, f"{{{namespace}}}{name}", attributes)


def _text(parent: Any, name: str, text: str, **attributes: str) -> None:
    element = _child(parent, name, **attributes)
    element.set(SPACE, "preserve")
    element.text = text


def _root_2(bundle: Bundle) -> Any:
    root = etree.Element(f"{{{V2}}}xliff", {"version": "2.0"}, nsmap={None: V2})
    root.set("srcLang", bundle.language.tag)
    root.set("trgLang", bundle.language.other.tag)
    file = _child(root, "file", id=bundle.name, original=bundle.name)
    for each in bundle.units:
        unit = _child(file, "unit", id=each.key)
        if each.note:
            _child(_child(unit, "notes"), "note", id="n1").text = each.note
        segment = _child(unit, "segment", id="s1", state=STATES_2[each.state])
        if each.state is _S.TO_REVISE:
            segment.set("subState", REVISE)
        _text(segment, "source", each.source)
        if each.target:
            _text(segment, "target", each.target)
    return root


def _root_1(bundle: Bundle) -> Any:
    root = etree.Element(f"{{{V1}}}xliff", {"version": "1.2"}, nsmap={None: V1})
    file = _child(root, "file", original=bundle.name, datatype="plaintext")
    file.set("source-language", bundle.language.tag)
    file.set("target-language", bundle.language.other.tag)
    body = _child(file, "body")
    for each in bundle.units:
        unit = _child(body, "trans-unit", id=each.key)
        unit.set("approved", "yes" if each.state is _S.APPROVED else "no")
        unit.set(SPACE, "preserve")
        _child(unit, "source").text = each.source
        _child(unit, "target", state=STATES_1[each.state]).text = each.target
        if each.note:
            _child(unit, "note").text = each.note
    return root


def _bundle(root: Any, name: str, language: str, units_of: Units) -> Bundle:
    file = next(root.iterfind("{*}file"), None)
    if file is None:
        raise Unreadable(_("There is no text in this file"))
    tag = (root if language == "srcLang" else file).get(language, "")
    try:
        source = Language(tag.partition("-")[0].lower())
    except ValueError:
        raise Unreadable(_("The source language of this file is not Dutch or French")) from None
    return Bundle(file.get(name, ""), source, tuple(units_of(file)))


def _units_2(file: Any) -> Iterator[Unit]:
    for unit in file.iterfind(".//{*}unit"):
        segments = [
            each for each in unit if etree.QName(each).localname in ("segment", "ignorable")
        ]
        states = [each for each in segments if etree.QName(each).localname == "segment"]
        first = states[0] if states else unit
        state = READ_2.get(first.get("state", "initial"), _S.TO_TRANSLATE)
        if first.get("subState") == REVISE and state is _S.TO_TRANSLATE:
            state = _S.TO_REVISE
        note = "\n".join(_content(each) for each in unit.iterfind("{*}notes/{*}note"))
        source, target = (
            "".join(_content(part) for each in segments for part in each.iterfind(f"{{*}}{name}"))
            for name in ("source", "target")
        )
        yield Unit(unit.get("id", ""), source, target, state, note)


def _units_1(file: Any) -> Iterator[Unit]:
    for unit in file.iterfind(".//{*}trans-unit"):
        target = unit.find("{*}target")
        text = "" if target is None else _content(target)
        state = READ_1.get("" if target is None else target.get("state", ""), _S.TO_READ)
        if not text:
            state = _S.TO_TRANSLATE
        source = unit.find("{*}source")
        note = "\n".join(_content(each) for each in unit.iterfind("{*}note"))
        yield Unit(
            unit.get("id", ""), "" if source is None else _content(source), text, state, note
        )


def _content(element: Any) -> str:
    return "".join(str(piece) for piece in element.itertext(with_tail=False))
