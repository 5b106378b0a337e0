"""The glossary's pages, who may change it, what becomes of a change, and the glossary as a file."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from lxml import etree

from portal.db import db
from portal.glossary import files
from portal.glossary.operations import current, entries
from portal.i18n import Language
from portal.language.glossary import shipped
from portal.permissions import Role
from portal.trail import broken_entry
from tests import factories
from tests.pages import Page, Visitor

TBX = "{urn:iso:std:iso:30042:ed-2}"
SCHEMA = Path(__file__).parents[1] / "schemas" / "tbx_basic.rng"
Enter = Callable[..., Visitor]


@pytest.fixture
def keepers(app: Flask) -> None:
    """A translator, an analyst, and a quality manager who only reads."""
    with app.app_context():
        department = factories.department(db.session)
        for role, where in (
            (Role.TRANSLATOR, None),
            (Role.ANALYST, None),
            (Role.QUALITY_MANAGER, department),
        ):
            email = f"{role.value}@test.invalid"
            factories.person(db.session, role, department=where, email=email, name=role.title())
        db.session.commit()


def words(page: Page) -> list[str]:
    """The terms on the page of the list, as far as the language that comes first goes."""
    return [str(link.string) for link in page.soup.select("main tbody a")]


def test_anybody_reads_it_in_both_directions(sqlite_app: Flask) -> None:
    visitor = Visitor(sqlite_app)
    start = visitor.get("/nl/")
    assert start.soup.select_one('footer a[href="/nl/glossary"]')
    page = visitor.get("/nl/glossary?q=FRACTIES")
    assert "fractie" in words(page)
    assert page.soup.select_one('td span[lang="fr-BE"]')
    assert "fraction" in words(visitor.get("/fr/glossary?q=fraction"))
    assert words(visitor.get("/fr/glossary?q=fractie&by=nl")) == words(
        visitor.get("/nl/glossary?q=fractie")
    )
    assert "séance d’irradiation" in words(visitor.get("/fr/glossary?q=seances d'irradiation"))
    letter = words(visitor.get("/fr/glossary?letter=E&domain=it"))
    assert letter == sorted(letter, key=lambda word: word.replace("é", "e"))
    assert "écran" in letter
    assert "enregistrement" in letter
    law = visitor.get("/nl/glossary?domain=law&page=2")
    assert "Page" not in law.main
    assert len(words(law)) > 0
    friends = visitor.get("/nl/glossary?false_friends=yes")
    assert "behandelende arts" in words(friends)
    assert "tumor" not in words(friends)
    assert "Geen term gevonden" in visitor.get("/nl/glossary?q=zzzz").main
    odd = visitor.get("/nl/glossary?q=%00&domain=x&by=de&status=proposed&letter=%C3%A9&page=-1")
    assert odd.status == 200


def test_a_false_friend_says_why(sqlite_app: Flask) -> None:
    page = Visitor(sqlite_app).get("/fr/glossary/treating-physician")
    assert page.heading == "médecin responsable du traitement"
    assert "Faux ami" in page.main
    assert "huisarts" in page.main
    assert page.soup.select_one('main [lang="nl-BE"]')
    assert "Historique" not in page.main
    for key in ("nothing", "new%00", "x" * 101):
        assert Visitor(sqlite_app).get(f"/nl/glossary/{key}").status == 404


def test_only_who_keeps_it_changes_it(keepers: None, enter: Enter, visitor: Visitor) -> None:
    assert visitor.get("/nl/glossary/new").url.startswith("/nl/login")
    reader = enter("quality_manager")
    for address in ("new", "fraction/edit"):
        assert reader.get(f"/nl/glossary/{address}").status == 403
    fields = {"csrf_token": reader.token(), "status": "retired"}
    assert reader.post("/nl/glossary/fraction/status", fields).status == 403
    assert "wijzigen" not in reader.get("/nl/glossary/fraction").main


def test_a_change_counts_at_once_and_its_history_stays(
    app: Flask, keepers: None, enter: Enter
) -> None:
    translator = enter("translator")
    page = translator.get("/nl/glossary/fraction").follow("Deze term wijzigen")
    assert "Kies" not in page.main
    synonyms = "bestralingsfractie\ndeelbestraling"
    answer = page.submit("/edit", nl_synonyms=synonyms, domain="analysis")
    assert answer.url == "/nl/glossary/fraction"
    assert "deelbestraling" in answer.main
    assert "Translator" in answer.main
    assert "Opmerking" not in answer.main
    assert "Nederlandse synoniemen" in answer.main
    assert "Radiotherapie → Incidentanalyse" in answer.main.replace("„", "").replace("”", "")
    with app.app_context():
        assert broken_entry(db.session) is None
        hits = current(db.session).find("een deelbestraling", Language.NL)
        assert [hit.term.key for hit in hits] == ["fraction"]
        assert current(db.session) is current(db.session)
        assert len(current(db.session)) == len(shipped())
    assert "deelbestraling" in Visitor(app).get("/fr/glossary/fraction").main


def test_a_proposed_term_waits_and_a_retired_one_goes(
    app: Flask, keepers: None, enter: Enter
) -> None:
    translator, analyst = enter("translator"), enter("analyst", "fr")
    page = translator.get("/nl/glossary/new?nl=lichtbalk&fr=barre%20lumineuse")
    empty = page.submit("/new", nl="", fr="")
    assert empty.status == 422
    assert "Schrijf de term in beide talen" in empty.main
    assert "in beide talen, of laat beide leeg" in page.submit("/new", note_nl="Iets").main
    taken = page.submit("/new", nl="Fractie")
    assert taken.status == 422
    assert "‘Fractie’ staat al bij ‘fractie’" in taken.main
    added = page.submit("/new", nl_synonyms="ledbalk; lichtstrip")
    assert added.url == "/nl/glossary/barre-lumineuse"
    assert "voegde de term toe" in added.main
    visitor = Visitor(app)
    assert visitor.get("/nl/glossary/barre-lumineuse").status == 404
    assert "lichtbalk" not in visitor.get("/nl/glossary.csv").response.text
    proposed = analyst.get("/fr/glossary?status=proposed")
    assert words(proposed) == ["barre lumineuse"]
    waiting = proposed.follow("barre lumineuse")
    waiting.visitor.post(
        f"{waiting.url}/status", {"csrf_token": analyst.token(), "status": "approved"}
    )
    with app.app_context():
        assert current(db.session).find("twee ledbalken", Language.NL) != []
    assert visitor.get("/nl/glossary/barre-lumineuse").status == 200
    again = analyst.get("/fr/glossary/barre-lumineuse").submit("/status")
    assert "Plus employé" in again.main
    assert visitor.get("/nl/glossary/barre-lumineuse").status == 404
    fields = {"csrf_token": analyst.token(), "status": "retired"}
    assert analyst.post("/fr/glossary/barre-lumineuse/status", fields).status == 409
    with app.app_context():
        assert "barre-lumineuse" not in {term.key for term in current(db.session)}


def test_two_who_change_one_term_choose(app: Flask, keepers: None, enter: Enter) -> None:
    translator, analyst = enter("translator"), enter("analyst", "fr")
    mine = translator.get("/nl/glossary/boost/edit")
    theirs = analyst.get("/fr/glossary/boost/edit")
    told = theirs.submit("/edit", fr_synonyms="surimpression").main
    assert "Remarque" not in told  # its no-break spaces stay
    clash = mine.submit("/edit", nl_synonyms="boostbestraling")
    assert clash.status == 409
    assert "Kies welke versie u bewaart" in clash.main
    assert "Nederlandse synoniemen: boostbestraling; boostdosis" in clash.main
    assert clash.submit("/edit", keep="theirs").url == "/nl/glossary/boost"
    with app.app_context():
        assert entries(db.session)["boost"].fr == ("boost", "surimpression")
        assert "boostdosis" in entries(db.session)["boost"].nl
    clash.submit("/edit", keep="mine")
    with app.app_context():
        assert entries(db.session)["boost"].nl == ("boost", "boostbestraling")
        assert "complément de dose" in entries(db.session)["boost"].fr


def test_the_files_hold_every_term(sqlite_app: Flask) -> None:
    visitor = Visitor(sqlite_app)
    table = visitor.get("/nl/glossary.csv").response
    assert table.mimetype == "text/csv"
    assert table.data.startswith(b"\xef\xbb\xbfkey,domain,")
    rows = list(csv.DictReader(io.StringIO(table.data.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(shipped())
    fraction = next(row for row in rows if row["key"] == "fraction")
    assert (fraction["nl"], fraction["fr"], fraction["countable"]) == ("fractie", "fraction", "yes")
    exchanged = visitor.get("/fr/glossary.tbx").response
    root = etree.fromstring(exchanged.data)
    assert root.tag == f"{TBX}tbx"
    rules = etree.RelaxNG(file=str(SCHEMA))
    assert rules.validate(root), rules.error_log
    assert len(root.findall(f".//{TBX}conceptEntry")) == len(shipped())
    assert files.read(table.data) == files.read(exchanged.data) == list(shipped())


def _run(app: Flask, *arguments: str, **options: Any) -> Any:
    return app.test_cli_runner().invoke(args=["glossary", *arguments], **options)


def test_a_file_comes_back_without_loss(app: Flask, tmp_path: Path) -> None:
    for kind in ("csv", "tbx"):
        file = tmp_path / f"terms.{kind}"
        assert _run(app, "export", "--format", kind, "--out", str(file)).exit_code == 0
        assert _run(app, "import", str(file)).output == "Nothing differs.\n"
    text = (tmp_path / "terms.csv").read_bytes().decode("utf-8-sig")
    changed = text.replace("bestralingsfractie", "deelbestraling").replace(
        "\r\nabdomen,", "\r\n=odd,law,noun,'=eén,,,'+un,,,m,,,,,proposed\r\nabdomen,", 1
    )
    file.write_text(changed, encoding="utf-8")
    wrong = _run(app, "import", str(file))
    assert wrong.exit_code == 2
    assert "'=odd' is no key" in wrong.stderr
    file.write_text(changed.replace("=odd", "odd"), encoding="utf-8")
    asked = _run(app, "import", str(file), input="n\n")
    assert "new      odd: =eén – +un" in asked.output
    assert "changed  fraction: synonyms_nl “bestralingsfractie” → “deelbestraling”" in asked.output
    assert "Nothing was stored." in asked.output
    assert "note" not in asked.output
    assert _run(app, "import", str(file), "--yes").exit_code == 0
    with app.app_context():
        known = entries(db.session)
        assert known["fraction"].nl == ("fractie", "deelbestraling")
        assert known["odd"].nl == ("=eén",)
        assert len(known) == len(shipped()) + 1
    for kind in ("csv", "tbx"):
        file = tmp_path / f"again.{kind}"
        _run(app, "export", "--format", kind, "--out", str(file))
        assert _run(app, "import", str(file)).output == "Nothing differs.\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"<tbx", "no XML"),
        (b"<martif/>", "no TBX file"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><tbx>&b;</tbx>', ""),
        (b'<tbx><conceptEntry id="a"/></tbx>', "a lacks a term"),
    ],
)
def test_a_file_that_is_none_is_refused(
    sqlite_app: Flask, tmp_path: Path, content: bytes, message: str
) -> None:
    file = tmp_path / "terms"
    file.write_bytes(content)
    answer = _run(sqlite_app, "import", str(file))
    assert answer.exit_code == (2 if message else 0)
    assert message in answer.stderr


def test_a_word_in_two_pairs_is_told(sqlite_app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "terms.csv"
    file.write_text("key;domain;kind;nl;nl_synonyms;nl_forms;fr\nodd;;;Fractie;;;part\n")
    answer = _run(sqlite_app, "import", str(file), input="n\n")
    assert "note     odd: “Fractie” stands with fraction too" in answer.output
