"""TBX-Basic (ISO 30042, style DCA): the exchange format of terms that translators' tools read.

What the format has no place for, stands as a subset of the first Dutch term: that it is counted,
that it is a false friend, proposed or retired.
"""

from collections.abc import Iterable, Iterator

from lxml import etree

from portal.i18n import Language, Translated
from portal.language.glossary_file import Unreadable
from portal.language.terms import Domain, Gender, Kind, Status, Term

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PARTS = {Kind.NOUN: "noun", Kind.VERB: "verb", Kind.ADJECTIVE: "adjective", Kind.NAME: "other"}
GENDERS = {"m": "masculine", "f": "feminine"}
PREFERRED, ADMITTED = "preferredTerm-admn-sts", "admittedTerm-admn-sts"
COUNTABLE, FALSE_FRIEND, PLURAL = "countable", "false friend", "plural"


def write(terms: Iterable[Term]) -> bytes:
    """The terms as a TBX file."""
    kind = {"type": "TBX-Basic", "style": "dca", LANG: Language.NL.tag}
    root = etree.Element(_named("tbx"), kind, nsmap={None: NAMESPACE})
    source = _below(_below(_below(root, "tbxHeader"), "fileDesc"), "sourceDesc")
    _below(source, "p", "REX Portal: Dutch and French terms of radiotherapy incidents")
    body = _below(_below(root, "text"), "body")
    for term in terms:
        _write_term(body, term)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _write_term(body: etree._Element, term: Term) -> None:
    entry = _below(body, "conceptEntry", id=term.key)
    _below(entry, "descrip", term.domain, type="subjectField")
    for language in Language:
        section = _below(entry, "langSec")
        section.set(LANG, language.tag)
        if term.note[language]:
            _below(section, "note", term.note[language])
        for number, text in enumerate(term[language]):
            found = _section(section, term, text, PREFERRED if number == 0 else ADMITTED)
            if number == 0:
                _mark(found, term, language)
        for text in term.forms(language):
            _below(_section(section, term, text, ADMITTED), "termNote", "variant", type="termType")


def _section(parent: etree._Element, term: Term, text: str, status: str) -> etree._Element:
    found = _below(parent, "termSec")
    _below(found, "term", text)
    _below(found, "termNote", PARTS[term.kind], type="partOfSpeech")
    _below(found, "termNote", status, type="administrativeStatus")
    return found


def _mark(section: etree._Element, term: Term, language: Language) -> None:
    """What is said of the preferred term, and in Dutch of the pair."""
    if language is Language.FR:
        if term.gender:
            _below(section, "termNote", GENDERS[term.gender[0]], type="grammaticalGender")
        if term.gender in {Gender.MASCULINE_PLURAL, Gender.FEMININE_PLURAL}:
            _below(section, "admin", PLURAL, type="projectSubset")
        return
    marks = {COUNTABLE: term.countable, FALSE_FRIEND: term.false_friend}
    marks[term.status.value] = term.status is not Status.APPROVED
    for mark in filter(marks.get, marks):
        _below(section, "admin", mark, type="projectSubset")


def _below(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, _named(name), attributes)
    element.text = text or None
    return element


def _named(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def read(content: bytes) -> list[Term]:
    """The terms of a TBX file of ours, or of another with Dutch and French; Unreadable."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"This is no XML: {error.msg}") from None
    if etree.QName(root).localname != "tbx":
        raise Unreadable("This is no TBX file of ISO 30042:2019: its first element is not <tbx>")
    return [_read_term(entry) for entry in root.iterfind(".//{*}conceptEntry")]


def _read_term(entry: etree._Element) -> Term:
    key, sections = entry.get("id", ""), _sections(entry)
    marks = {each.text for each in entry.iterfind(".//{*}admin[@type='projectSubset']")}
    status = next((each for each in Status if each.value in marks), Status.APPROVED)
    try:
        return Term(
            key=key,
            nl=tuple(_texts(sections.get(Language.NL), variants=False)),
            fr=tuple(_texts(sections.get(Language.FR), variants=False)),
            domain=Domain(_said(entry, "descrip", "subjectField") or Domain.RADIOTHERAPY),
            kind=_kind(entry),
            gender=_gender(entry, plural=PLURAL in marks),
            nl_forms=tuple(_texts(sections.get(Language.NL), variants=True)),
            fr_forms=tuple(_texts(sections.get(Language.FR), variants=True)),
            note=Translated(*(_note(sections.get(language)) for language in Language)),
            false_friend=FALSE_FRIEND in marks,
            countable=COUNTABLE in marks,
            status=status,
        )
    except ValueError as error:
        raise Unreadable(f"{key}: {error}") from error


def _sections(entry: etree._Element) -> dict[Language, etree._Element]:
    tags = {each.get(LANG, "")[:2].lower(): each for each in entry.iterfind("{*}langSec")}
    return {language: tags[language] for language in Language if language in tags}


def _texts(section: etree._Element | None, *, variants: bool) -> Iterator[str]:
    for found in () if section is None else section.iterfind("{*}termSec"):
        said = (piece for term in found.iterfind("{*}term") for piece in term.itertext())
        text = " ".join("".join(said).split())
        if text and (_said(found, "termNote", "termType") == "variant") is variants:
            yield text


def _note(section: etree._Element | None) -> str:
    note = None if section is None else section.find("{*}note")
    return "" if note is None else "".join(note.itertext()).strip()


def _kind(entry: etree._Element) -> Kind:
    said = _said(entry, "termNote", "partOfSpeech")
    return next((kind for kind, part in PARTS.items() if part == said), Kind.NOUN)


def _gender(entry: etree._Element, *, plural: bool) -> Gender | None:
    said = _said(entry, "termNote", "grammaticalGender")
    letter = next((letter for letter, gender in GENDERS.items() if gender == said), "")
    return Gender(letter + ("p" if plural else "")) if letter else None


def _said(element: etree._Element, name: str, kind: str) -> str:
    found = element.find(f".//{{*}}{name}[@type='{kind}']")
    return "" if found is None else (found.text or "").strip()
