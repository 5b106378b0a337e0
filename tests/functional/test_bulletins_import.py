"""``flask bulletins``: earlier bulletins taken over from text files, documents written to files."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from portal import numbering
from portal.bulletins import archive, document
from portal.bulletins.edition import Edition
from portal.bulletins.models import Bulletin, Section
from portal.bulletins.record import Record
from portal.db import Model, db
from portal.i18n import Translated
from portal.language.segments import Kind
from tests import bulletins
from tests.conftest import SEEDS
from tests.pages import Visitor
from tests.unit.test_importing import FR, NL

SEED_FILES = [SEEDS / f"REX-3-2020.{language}.txt" for language in ("nl", "fr")]
seeds = pytest.mark.skipif(
    not all(path.exists() for path in SEED_FILES),
    reason="the printed bulletins lie outside the repository and are not here",
)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Our own pair of text files."""
    paths = [tmp_path / "NL.txt", tmp_path / "FR.txt"]
    for path, text in zip(paths, (NL, FR), strict=True):
        path.write_text(text)
    return paths


def _run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["bulletins", *map(str, arguments)])


def _everything(app: Flask) -> dict[str, int]:
    """How many rows each table has, and how many files there are."""
    with app.app_context():
        counts = {
            table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for table in Model.metadata.tables.values()
        }
    folder = app.config["PORTAL"].data_dir / "documents"
    return counts | {"files": len(list(folder.rglob("*")))}


@seeds
def test_the_printed_bulletin_is_taken_over_as_it_is(app: Flask) -> None:
    result = _run(app, "import", *SEED_FILES)
    assert (result.exit_code, result.stdout) == (
        0,
        "REX 3 – 2020 is published: 14 texts in each language.\n",
    )
    with app.app_context():
        row = db.session.scalars(select(Bulletin)).one()
        assert (row.year, row.number, row.published_by) == (2020, 3, "import")
        assert row.title == Translated("REX 3 – 2020", "REX 3 – 2020")
        assert row.essence.fr.endswith("serveur ARIA ne fonctionnait pas.")
        kinds = [block.kind for block in row.blocks]
        assert (len(kinds), kinds.count(Kind.BULLET)) == (14, 7)
        assert [len(row.section(section)) for section in Section] == [9, 4, 1]
        assert numbering.peek(db.session, "REX", 2020) == 4
        for index, path in enumerate(SEED_FILES):
            lines = {line.strip().removeprefix("- ") for line in path.read_text().splitlines()}
            texts = {(block.text.nl, block.text.fr)[index] for block in row.blocks}
            assert texts <= lines
            assert len(lines - texts - {""}) == 5


@seeds
def test_the_printed_bulletin_is_read_in_both_languages(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bulletins.cheap_documents(monkeypatch)
    _run(app, "import", *SEED_FILES)
    nl, fr = (Visitor(app).get(f"/{language}/rex/2020/3") for language in ("nl", "fr"))
    assert nl.heading == fr.heading == "REX 3 – 2020"
    assert "om 15u42 krijgt de ICT-dienst" in nl.main
    assert "sauvegardés sur le du serveur qui avait" in fr.main
    for page in (nl, fr):
        assert len(page.soup.select("article.bulletin section p")) == 7
        assert len(page.soup.select("article.bulletin section li")) == 7


@seeds
def test_the_documents_of_the_printed_bulletin_come_out_the_same_again(
    app: Flask, tmp_path: Path
) -> None:
    _run(app, "import", *SEED_FILES)
    for language in ("nl", "fr", "both"):
        out = tmp_path / f"{language}.pdf"
        result = _run(app, "render", "2020/3", "--language", language, "--out", out)
        assert result.exit_code == 0
        assert "differently" not in result.output
        assert hashlib.sha256(out.read_bytes()).hexdigest() in result.output


def test_a_pair_is_published_with_what_the_command_says(
    app: Flask, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    bulletins.cheap_documents(monkeypatch)
    options = {
        "--title-nl": "Toestel viel stil",
        "--title-fr": "Arrêt de l'appareil",
        "--essence-nl": "Na een herstart werd verdergegaan.",
        "--published-on": "2019-12-24",
    }
    result = _run(app, "import", *files, *(part for option in options.items() for part in option))
    assert result.exit_code == 0
    assert "--published-on" not in result.stderr
    with app.app_context():
        record = Record.from_json(db.session.scalars(select(Edition.record)).one())
    assert record.label == "REX 7 – 2019"
    assert record.title == Translated("Toestel viel stil", "Arrêt de l'appareil")
    assert record.essence == Translated(
        "Na een herstart werd verdergegaan.", "L'appareil s'est arrêté pendant l'irradiation."
    )
    assert f"{record.published_at:%Y-%m-%d}" == "2019-12-24"
    page = Visitor(app).get("/fr/rex/2019/7")
    assert "24 décembre 2019" in page.main


@pytest.mark.parametrize(
    ("base_url", "said"), [("http://127.0.0.1:8000", True), ("https://rex.example.be", False)]
)
def test_what_the_documents_now_say_is_noted(
    sqlite_app: Flask,
    files: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    base_url: str,
    said: bool,
) -> None:
    bulletins.cheap_documents(monkeypatch)
    settings = replace(sqlite_app.config["PORTAL"], base_url=base_url)
    monkeypatch.setitem(sqlite_app.config, "PORTAL", settings)
    result = _run(sqlite_app, "import", *files)
    assert result.exit_code == 0
    assert "--published-on" in result.stderr
    assert ("PORTAL_BASE_URL" in result.stderr) is said


def test_others_write_while_a_pair_is_printed(
    app: Flask, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def write() -> None:
        with app.app_context():
            numbering.raise_to(db.session, "REX", 2019, 5)
            db.session.commit()

    bulletins.meanwhile(monkeypatch, write)
    assert _run(app, "import", *files).exit_code == 0
    with app.app_context():
        assert numbering.peek(db.session, "REX", 2019) == 8


REFUSALS: list[tuple[str, bytes, str]] = [
    ("NL.txt", NL.replace("REX 7", "REX 8").encode(), "FR.txt, line 3: "),
    ("NL.txt", FR.encode(), "FR.txt, line 7: this file is in the same language"),
    ("NL.txt", NL.split("Aanbeveling")[0].encode(), "NL.txt, line 16: "),
    (
        "FR.txt",
        FR.replace("Ensuite", "Causes :\n\nEnsuite").encode(),
        "FR.txt, line 11: unknown",
    ),
    ("FR.txt", FR.replace("- la séance", "la séance").encode(), "FR.txt, line 14: "),
    ("FR.txt", FR.replace("œ", "oe").encode("latin-1"), "FR.txt, line 7: this is not UTF-8"),
    ("FR.txt", b"", "FR.txt, line 1: the file is empty"),
]


@pytest.mark.parametrize(("name", "content", "reason"), REFUSALS)
def test_a_refused_pair_leaves_nothing_behind(
    app: Flask, files: list[Path], name: str, content: bytes, reason: str
) -> None:
    (files[0].parent / name).write_bytes(content)
    before = _everything(app)
    result = _run(app, "import", *files)
    assert result.exit_code == 2
    assert reason in result.output
    assert "Nothing was stored." in result.output
    assert "Traceback" not in result.output
    assert _everything(app) == before


def test_the_same_rex_twice_is_refused(
    app: Flask, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    bulletins.cheap_documents(monkeypatch)
    assert _run(app, "import", *files).exit_code == 0
    before = _everything(app)
    result = _run(app, "import", *files)
    assert (result.exit_code, "in the portal already" in result.output) == (2, True)
    assert _everything(app) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "nowhere.txt", "nowhere.txt"],
        ["import", "{nl}"],
        ["import", "{nl}", "{fr}", "--published-on", "2999-01-01"],
        ["import", "{nl}", "{fr}", "--published-on", "gisteren"],
        ["render", "2020-3", "--language", "nl", "--out", "{out}"],
        ["render", "2020/3", "--language", "nl", "--out", "{out}"],
        ["render", "2020/3", "--language", "de", "--out", "{out}"],
    ],
)
def test_bad_arguments_are_refused(app: Flask, files: list[Path], arguments: list[str]) -> None:
    places: dict[str, Any] = {"nl": files[0], "fr": files[1], "out": files[0].parent / "x.pdf"}
    result = _run(app, *(argument.format(**places) for argument in arguments))
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert not places["out"].exists()


def test_after_an_imported_number_comes_the_next(
    app: Flask, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    bulletins.cheap_documents(monkeypatch)
    _run(app, "import", *files)
    with app.app_context():
        assert bulletins.published(db.session, 2019).number == 8


def test_a_document_that_comes_out_differently_is_said_to(
    app: Flask, files: list[Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    bulletins.cheap_documents(monkeypatch)
    _run(app, "import", *files)
    monkeypatch.setattr(document, "render", lambda *_arguments, **_more: b"%PDF other")
    out = tmp_path / "out.pdf"
    result = _run(app, "render", "2019/7", "--language", "both", "--out", out)
    assert (result.exit_code, "comes out differently" in result.output) == (0, True)
    with app.app_context():
        stored = archive.find(
            db.session.scalars(archive.newest(2019, 7)).one(), document.Variant.BOTH
        )
        assert hashlib.sha256(out.read_bytes()).hexdigest() == stored.sha256
        archive.path_of(stored).unlink()
    lost = _run(app, "render", "2019/7", "--language", "both", "--out", tmp_path / "lost.pdf")
    assert lost.exit_code == 1
    assert not (tmp_path / "lost.pdf").exists()
