"""``flask check``: what it answers, how it ends, and which line it names when it cannot."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from portal import create_app
from portal.checks.models import Hospital
from portal.db import db
from portal.i18n import Translated
from portal.language import parity
from portal.language.finding import PairFinding, Severity, Span
from tests.conftest import settings_for

NAMED = "Eerste regel.\nDaar stond 85.07.30-033 28, zei Jan Peeters.\n"


def check(app: Flask, *arguments: object) -> Result:
    """Run ``flask check``."""
    return app.test_cli_runner().invoke(args=["check", *map(str, arguments)])


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """A text with a national number and a name."""
    path = tmp_path / "tekst.txt"
    path.write_text(NAMED, encoding="utf-8")
    return path


def test_a_text_is_answered_by_line_and_column(sqlite_app: Flask, written: Path) -> None:
    result = check(sqlite_app, "privacy", written, "--language", "nl")
    assert result.exit_code == 1
    first, second = result.output.splitlines()
    assert first.startswith("2:12 block privacy.national_number [85.07.30-033 28] Dit lijkt op")
    assert second.startswith("2:33 confirm privacy.name [Jan Peeters]")


def test_json_tells_code_points_and_both_languages(sqlite_app: Flask, written: Path) -> None:
    written.write_bytes(b"\xef\xbb\xbf" + "😀 é Jan Peeters belde".encode())
    result = check(sqlite_app, "privacy", written, "--language", "nl", "--format", "json")
    assert result.exit_code == 0
    ((answer),) = json.loads(result.output)
    assert answer["id"] == "tekst.txt"
    (finding,) = answer["findings"]
    assert set(finding) == {"rule", "start", "end", "severity", "message"}
    assert (finding["start"], finding["end"], finding["severity"]) == (4, 15, "confirm")
    assert set(finding["message"]) == {"nl", "fr"}


def test_lines_are_answered_in_one_array(sqlite_app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    rows = [
        {"id": "a", "language": "fr", "text": "Une négligence."},
        {"id": 2, "language": "nl", "text": "Niets."},
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    result = check(sqlite_app, "wording", path)
    assert result.exit_code == 0
    first, second = json.loads(result.output)
    assert (first["id"], [each["rule"] for each in first["findings"]]) == ("a", ["wording.blame"])
    assert second == {"id": 2, "findings": []}
    in_words = check(sqlite_app, "wording", path, "--format", "text").output
    assert in_words.startswith("a: 1:5 confirm wording.blame [négligence]")


def test_pairs_are_compared(
    sqlite_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = PairFinding(
        "parity.number", Span(0, 1), None, Severity.BLOCK, Translated("Enkel hier", "Ici seulement")
    )
    monkeypatch.setattr(parity, "compare", lambda nl, fr, _glossary: [found] if nl != fr else [])
    dutch, french, path = tmp_path / "n.txt", tmp_path / "f.txt", tmp_path / "p.jsonl"
    dutch.write_text("1", encoding="utf-8")
    french.write_text("x", encoding="utf-8")
    result = check(sqlite_app, "parity", dutch, french)
    assert result.exit_code == 1
    assert result.output == "nl 1:1 block parity.number Enkel hier / Ici seulement\n"
    path.write_text(json.dumps({"id": "p", "nl": "1", "fr": ""}), encoding="utf-8")
    (answer,) = json.loads(check(sqlite_app, "parity", path).output)
    (finding,) = answer["findings"]
    assert finding["start"] == {"nl": 0, "fr": None}
    assert finding["end"] == {"nl": 1, "fr": None}
    assert check(sqlite_app, "parity", dutch).exit_code == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"nope", "line 1: not JSON"),
        (b"[1]", "line 1: not a JSON object"),
        (b'{"id": "a", "language": "nl"}', 'line 1: "text" is missing'),
        (b'\n{"language": "nl", "text": "x"}', 'line 2: "id" is missing'),
        (b'{"id": "a", "text": "x"}', 'line 1: "language" is missing'),
        (b'{"id": "a", "language": "de", "text": "x"}', 'line 1: "language" must be nl or fr'),
        (b'{"id": "a", "language": ["nl"], "text": "x"}', 'line 1: "language" must be nl or fr'),
        (b'{"id": true, "language": "nl", "text": "x"}', 'line 1: "id" must be text'),
        (b'{"id": "a", "language": "nl", "text": 1}', 'line 1: "text" must be text'),
        (b'{"id": "a", "language": "nl", "text": "\\ud800"}', 'line 1: "text" holds half a'),
        (b"[" * 100_000, "line 1: not JSON"),
        (b"\xff", "line 1: not UTF-8"),
        (
            b'\xef\xbb\xbf{"id": 1, "language": "nl", "text": ""}\r\n\r\n{"id": 1}\r\n',
            'line 3: "id" stands on line 1 already',
        ),
        (b"\n \n", "line 1: the file is empty"),
    ],
)
def test_a_wrong_line_is_named(
    sqlite_app: Flask, tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(content)
    result = check(sqlite_app, "privacy", path)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{path}: {said}")
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1: the file is empty"),
        (b"a\nb\ncaf\xe9", "line 3: not UTF-8"),
        (None, "no such"),
    ],
)
def test_a_text_that_cannot_be_read_is_named(
    sqlite_app: Flask, tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "tekst.txt"
    if content is not None:
        path.write_bytes(content)
    result = check(sqlite_app, "privacy", path, "--language", "nl")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"{path}: {said}")
    assert check(sqlite_app, "privacy", path).exit_code == 2


def test_it_works_without_a_database(tmp_path: Path) -> None:
    text = tmp_path / "texte.txt"
    text.write_text("Au CHU de Liège.", encoding="utf-8")
    app = create_app(settings_for(tmp_path / "new"))
    assert "privacy.hospital" in check(app, "privacy", text, "--language", "fr").output
    assert not (tmp_path / "new" / "portal.sqlite").exists()


def test_the_edited_list_of_hospitals_counts(app: Flask, tmp_path: Path) -> None:
    text = tmp_path / "tekst.txt"
    text.write_text("Bij Ter Linde en Jessa.", encoding="utf-8")
    with app.app_context():
        for row in db.session.query(Hospital):
            db.session.delete(row)
        db.session.add(Hospital(name=Translated("Kliniek X", "Clinique X"), short="Ter Linde"))
        db.session.commit()
    output = check(app, "privacy", text, "--language", "nl").output
    assert "[Ter Linde]" in output
    assert "Jessa" not in output
