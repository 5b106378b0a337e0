"""Files for an outside translator: out, back, seen first, and refused for a clear reason."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from portal.bulletins.models import Bulletin
from portal.bulletins.states import begun, state_of
from portal.bulletins.working import SegmentState
from portal.db import db
from portal.i18n import Translated
from portal.permissions import Role
from tests import bulletins
from tests.pages import Page, Visitor

FORMS = ("xliff-2.0", "xliff-1.2", "docx")
AWKWARD = "« 7,7\u00a0% » <b>&amp; l’été"


@pytest.fixture
def number(sqlite_app: Flask) -> int:
    """A draft of which one text is not translated and one has a note."""
    with sqlite_app.app_context():
        row = bulletins.bulletin(db.session, title=Translated("Titel & <b>", AWKWARD))
        row.blocks[0].text = Translated(nl="Nog te vertalen 2,67 Gy")
        begun(row, "title", SegmentState.APPROVED).note = "Let op: <&>"
        db.session.commit()
        return row.id


@pytest.fixture
def analyst(sqlite_app: Flask) -> Visitor:
    """Who hands files out."""
    someone = Visitor(sqlite_app)
    someone.sign_in(bulletins.somebody(sqlite_app, Role.ANALYST))
    return someone


def fetched(visitor: Visitor, number: int, form: str) -> bytes:
    answer = visitor.get(f"/nl/bulletins/{number}/exchange/{form}").response
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return bytes(answer.data)


def brought(visitor: Visitor, number: int, content: bytes, name: str = "x.xlf") -> Page:
    file = FileStorage(io.BytesIO(content), filename=name)
    fields = {"csrf_token": visitor.token(), "file": file}
    return visitor.upload(f"/nl/bulletins/{number}/exchange", fields)


def in_document(content: bytes, change: Callable[[str], str]) -> bytes:
    """A Word document with other words."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "word/document.xml":
                data = change(data.decode()).encode()
            new.writestr(part, data)
    return changed.getvalue()


def stored(app: Flask, number: int) -> dict[str, tuple[str, SegmentState]]:
    with app.app_context():
        row = db.session.get_one(Bulletin, number)
        found = {
            name: (getattr(row, name).fr, state_of(row, name)) for name in ("title", "essence")
        }
        blocks = {f"block_{each.id}": (each.text.fr, state_of(each, "text")) for each in row.blocks}
        return found | blocks


@pytest.mark.parametrize("form", FORMS)
def test_what_comes_back_unchanged_changes_nothing(
    sqlite_app: Flask, analyst: Visitor, number: int, form: str
) -> None:
    page = brought(analyst, number, fetched(analyst, number, form))
    assert page.status == 200
    assert "Het bestand zegt wat de REX al zegt." in page.main
    assert not page.soup.select('form[action$="/accept"]')


@pytest.mark.parametrize("form", FORMS)
def test_a_translation_comes_back_and_is_seen_first(
    sqlite_app: Flask, analyst: Visitor, number: int, form: str
) -> None:
    before = stored(sqlite_app, number)
    key = next(name for name in before if name.startswith("block_"))
    text = "Traduit 2,67\u00a0Gy"

    def change(words: str) -> str:
        start = words.index(f'id="{key}"')
        unit = words[start:]
        if form == "xliff-2.0":
            unit = re.sub(r"(</source>)", rf"\1<target>{text}</target>", unit, count=1)
        else:
            empty = r'<target state="needs-translation"(?:/>|></target>)'
            unit = re.sub(empty, f'<target state="translated">{text}</target>', unit, count=1)
        return words[:start] + unit

    content = fetched(analyst, number, form)
    is_word = form == "docx"
    content = filled_in(content, key, text) if is_word else change(content.decode()).encode()
    page = brought(analyst, number, content)
    assert page.status == 200, page.main
    assert "1 tekst zou wijzigen" in page.main
    assert text.replace("\u00a0", " ") in " ".join(page.main.split())
    assert stored(sqlite_app, number) == before, "nothing is stored before it is accepted"
    assert page.submit("/accept").url == f"/nl/bulletins/{number}/translation"
    after = stored(sqlite_app, number)
    assert after[key][0] == text
    assert after[key][1] in {SegmentState.TO_READ, SegmentState.TO_TRANSLATE}
    assert {name: each for name, each in after.items() if name != key} == {
        name: each for name, each in before.items() if name != key
    }


def filled_in(content: bytes, key: str, text: str) -> bytes:
    """The document with a text in the third cell of that row."""

    def change(words: str) -> str:
        start = words.index(key)
        cells = [match.start() for match in re.finditer("<w:tc>", words[start:])]
        cell = start + cells[1]
        end = words.index("</w:p>", cell)
        run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
        return words[:end] + run + words[end:]

    return in_document(content, change)


def test_a_source_that_changed_since_is_a_conflict(
    sqlite_app: Flask, analyst: Visitor, number: int
) -> None:
    content = fetched(analyst, number, "xliff-1.2").decode()
    content = content.replace(">Texte en français.<", ">Texte autre.<", 1)
    sheet = analyst.get(f"/nl/bulletins/{number}")
    sheet.submit(f"/bulletins/{number}", essence_nl="Een andere kern.")
    page = brought(analyst, number, content.encode())
    assert "De bron wijzigde sinds dit bestand gemaakt werd" in page.main
    [box] = page.soup.select("input[name=take]")
    assert not box.has_attr("checked")
    page.submit("/accept")
    assert stored(sqlite_app, number)["essence"][0] == "Texte en français."
    page.submit("/accept", take="essence")
    assert stored(sqlite_app, number)["essence"] == ("Texte autre.", SegmentState.TO_REVISE)


def test_what_somebody_wrote_meanwhile_is_not_lost(
    sqlite_app: Flask, analyst: Visitor, number: int
) -> None:
    content = fetched(analyst, number, "xliff-2.0").decode()
    content = content.replace(">Texte en français.<", ">Du dehors.<", 1)
    page = brought(analyst, number, content.encode())
    analyst.get(f"/nl/bulletins/{number}/translation").submit(essence_fr="Du dedans.")
    clash = page.submit("/accept")
    assert clash.status == 409
    assert {"Du dehors.", "Du dedans."} <= {
        each.get_text().strip() for each in clash.soup.select(".conflict-version .verbatim")
    }
    assert stored(sqlite_app, number)["essence"][0] == "Du dedans."


def test_a_file_never_approves(sqlite_app: Flask, analyst: Visitor, number: int) -> None:
    content = fetched(analyst, number, "xliff-1.2").decode()
    content = content.replace(">Texte en français.<", ">Autre.<", 1)
    brought(analyst, number, content.encode()).submit("/accept")
    assert stored(sqlite_app, number)["essence"] == ("Autre.", SegmentState.TO_READ)
    sheet = analyst.get(f"/nl/bulletins/{number}/translation")
    assert not sheet.soup.select("button[value=approve_essence]")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda text: text.replace("rex-bulletin-", "rex-bulletin-9"), "een andere REX"),
        (lambda text: text.replace('"nl-BE"', '"fr-BE"'), "andere richting"),
        (lambda text: text.replace("</unit>", ""), "beschadigd"),
        (lambda text: text.replace('id="essence"', 'id="title"'), "twee keer"),
        (lambda text: text.replace("?>", "?><!DOCTYPE x>", 1), "entiteiten"),
        (lambda text: f"PK{text}", "geen Word-document"),
        (lambda text: text[:0], "Kies een bestand"),
        (lambda text: text + " " * (5 * 1024 * 1024), "te groot"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_a_reason(
    sqlite_app: Flask, analyst: Visitor, number: int, damage: Callable[[str], str], words: str
) -> None:
    before = stored(sqlite_app, number)
    content = damage(fetched(analyst, number, "xliff-2.0").decode())
    answer = brought(analyst, number, content.encode())
    assert answer.status == 422
    assert words in answer.soup.select_one(".error-summary").get_text()  # type: ignore[union-attr]
    assert stored(sqlite_app, number) == before
