"""Files for an outside translator: nothing is lost on the way, nothing harmful is read."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from portal.bulletins import outside_docx, outside_xliff
from portal.bulletins.outside import Bundle, Unit, Unreadable, checked
from portal.bulletins.working import SegmentState
from portal.i18n import Language
from portal.text import clean

S = SegmentState
WORDS = {state: state.value.replace("_", " ").title() for state in S}
UNITS = (
    Unit("title", "Titel", "Titre", S.APPROVED),
    Unit("essence", "A < B & C > D “é” ’s", "A < B\u00a0; « ok »", S.TO_READ, "Let op: <b> & é"),
    Unit("block_1", "Dosis 2,67 Gy × 15\u202f%", "", S.TO_TRANSLATE),
    Unit("block_2", "Al herzien", "À revoir  deux  espaces", S.TO_REVISE),
    Unit("block_3", "", "", S.TO_TRANSLATE),
    Unit("block_4", "Half", "À moitié", S.TO_TRANSLATE),
)
BUNDLE = Bundle("rex-bulletin-7", Language.NL, UNITS)
HEADINGS = ("Tekst", "Nederlands", "Français", "Nota")
VERSIONS = list(outside_xliff.VERSIONS)


def letters() -> st.SearchStrategy[str]:
    """Texts as the portal stores them: cleaned, on one line."""
    return st.text(max_size=60).map(lambda text: " ".join(clean(text).split("\n")).strip())


def units() -> st.SearchStrategy[Unit]:
    return st.builds(
        lambda key, source, target, state, note: Unit(
            f"block_{key}", source, target, state if target else S.TO_TRANSLATE, note
        ),
        st.integers(1, 10**6),
        letters(),
        letters(),
        st.sampled_from(S),
        letters(),
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_xliff_loses_nothing(version: str) -> None:
    assert outside_xliff.read(outside_xliff.write(BUNDLE, version)) == BUNDLE


@given(
    st.lists(units(), min_size=1, max_size=5), st.sampled_from(VERSIONS), st.sampled_from(Language)
)
def test_whatever_is_written_comes_back_by_xliff(
    found: list[Unit], version: str, language: Language
) -> None:
    bundle = Bundle("rex-bulletin-1", language, tuple(found))
    assert outside_xliff.read(outside_xliff.write(bundle, version)) == bundle


def test_a_word_document_loses_nothing() -> None:
    content = outside_docx.write(BUNDLE, HEADINGS, WORDS)
    assert outside_docx.read(content, [WORDS]) == BUNDLE


def test_xliff_2_keeps_to_the_rules_of_the_standard() -> None:
    """What its schema asks: the order of elements, the lists of values, the names."""
    root = etree.fromstring(outside_xliff.write(BUNDLE, "2.0"))
    space = {"x": outside_xliff.V2}
    assert root.tag == f"{{{outside_xliff.V2}}}xliff"
    assert dict(root.attrib) == {"version": "2.0", "srcLang": "nl-BE", "trgLang": "fr-BE"}
    assert [etree.QName(each).localname for each in root] == ["file"]
    ids = root.xpath("//x:unit/@id", namespaces=space)
    assert len(ids) == len(set(ids)) == len(UNITS)
    for unit in root.iterfind(".//x:unit", space):
        order = [etree.QName(each).localname for each in unit]
        assert order in (["segment"], ["notes", "segment"])
    for segment in root.iterfind(".//x:segment", space):
        parts = [etree.QName(each).localname for each in segment]
        assert parts in (["source"], ["source", "target"])
        assert segment.get("state") in {"initial", "translated", "reviewed", "final"}
        if segment.get("state") != "initial":
            assert parts == ["source", "target"], "a state beyond initial needs a target"
        sub = segment.get("subState")
        assert sub is None or (":" in sub and segment.get("state"))


def test_xliff_1_keeps_to_the_rules_of_the_standard() -> None:
    root = etree.fromstring(outside_xliff.write(BUNDLE, "1.2"))
    space = {"x": outside_xliff.V1}
    file = root.find("x:file", space)
    assert file is not None
    assert {"original", "source-language", "datatype"} <= set(file.attrib)
    for unit in root.iterfind(".//x:trans-unit", space):
        order = [etree.QName(each).localname for each in unit]
        assert order in (["source", "target"], ["source", "target", "note"])
        assert unit.get("approved") in {"yes", "no"}


def test_what_translation_software_adds_is_read() -> None:
    """Units in groups, segments that were split, marks within the words."""
    content = f"""<?xml version="1.0"?>
    <xliff xmlns="{outside_xliff.V2}" version="2.0" srcLang="nl" trgLang="fr">
      <file id="rex-bulletin-7"><group id="g"><unit id="block_1">
        <segment state="reviewed"><source>Een.</source>
          <target>Un<mrk id="m">.</mrk></target></segment>
        <ignorable><source> </source><target> </target></ignorable>
        <segment><source>Twee.</source><target>Deux.<!-- nooit --></target></segment>
      </unit></group></file></xliff>"""
    bundle = outside_xliff.read(content.strip().encode())
    assert bundle.units == (Unit("block_1", "Een. Twee.", "Un. Deux.", S.TO_READ),)


LAUGHS = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))
XXE = '<!ENTITY secret SYSTEM "file:///etc/passwd">'
ROOT = (
    f'<xliff xmlns="{outside_xliff.V2}" version="2.0" srcLang="nl"><file id="x">{{}}</file></xliff>'
)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml at all",
        b"<xliff",
        b'<?xml version="1.0" encoding="UTF-8"?><xliff>\xe9</xliff>',
        b'<?xml version="1.0" encoding="klingon"?><xliff/>',
        b"<html/>",
        b'<xliff version="3.0"/>',
        f'<xliff xmlns="{outside_xliff.V2}" version="2.0" srcLang="nl"/>'.encode(),
        ROOT.replace('"nl"', '"de"').format("").encode(),
        f"<!DOCTYPE x [{XXE}]>{ROOT.format('&secret;')}".encode(),
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>{ROOT.format("&l9;")}'.encode(),
        b'<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd"><xliff version="1.2"/>',
        ("<a>" * 300_000).encode(),
    ],
    ids=str,
)
def test_harmful_and_broken_xliff_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        outside_xliff.read(content)


def archive(**parts: bytes) -> bytes:
    """A zip file of these parts, dots for underscores."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as found:
        for name, content in parts.items():
            found.writestr(name.replace("__", "/").replace("_", "."), content)
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 torn",
        archive(note_txt=b"x"),
        archive(word__document_xml=b"<w/>"),
        archive(word__document_xml=b"\0" * (41 * 1024 * 1024)),
        archive(**{f"part{number}_xml": b"x" for number in range(501)}, word__document_xml=b"x"),
        outside_docx.write(BUNDLE, HEADINGS, WORDS)[:-400],
    ],
    ids=("torn", "other", "empty", "bomb", "many", "cut"),
)
def test_harmful_and_broken_documents_are_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        outside_docx.read(content, [WORDS])


def test_tracked_changes_are_read_as_accepted() -> None:
    content = outside_docx.write(BUNDLE, HEADINGS, WORDS)
    run = "<w:t>À moitié</w:t>"
    start = '<w:moveFrom w:id="1" w:author="x"><w:r>'
    tracked = (
        f"<w:t></w:t></w:r>{start}{run}</w:r></w:moveFrom>"
        '<w:ins w:id="2" w:author="x"><w:r><w:t>Complet</w:t></w:r></w:ins><w:r>'
    )
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "word/document.xml":
                assert run in data.decode()
                data = data.decode().replace(run, tracked).encode()
            new.writestr(part, data)
    units = {unit.key: unit for unit in outside_docx.read(changed.getvalue(), [WORDS]).units}
    assert units["block_4"].target == "Complet"


def test_a_text_that_stands_twice_is_refused() -> None:
    with pytest.raises(Unreadable):
        checked(Bundle("rex-bulletin-7", Language.NL, (UNITS[0], UNITS[0])))
    with pytest.raises(Unreadable):
        checked(Bundle("rex-bulletin-7", Language.NL, ()))
