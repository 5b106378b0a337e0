"""Incidents in and out as lines of JSON, through the commands."""

import concurrent.futures
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator
from sqlalchemy import func, select

from portal.accounts.models import Department
from portal.db import db
from portal.i18n import Translated
from portal.incidents.cause import Cause
from portal.incidents.corrective_action import CorrectiveAction
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import EindhovenCode
from portal.trail import TrailEntry
from tests import factories

LINE: dict[str, Any] = {
    "external_id": "EXT-1",
    "languages": ["fr", "nl"],
    "title": {"nl": "Verkeerde wig", "fr": "Filtre en coin erroné"},
    "occurred_on": "2024-02-29",
    "technique": "conformal",
    "process_step": {"arose": "planning", "found": "delivery"},
    "narrative": {
        "nl": "De wig ontbrak.\n\n- Gezien bij de derde fractie; 2,67\u202fGy × 15.",
        "fr": "Le filtre manquait.\n\n- Constaté à la troisième fraction\u00a0: 2,67\u202fGy × 15.",
    },
    "causes": [
        {"text": {"nl": "Geen controle", "fr": "Pas de contrôle"}, "code": "HRV"},
        {"text": {"fr": "Protocole absent"}, "code": None},
    ],
    "corrective_actions": [
        {"text": {"nl": "Controlelijst"}, "status": "done", "strength": "intermediate"},
        {"text": {"fr": "Formation"}, "status": "planned", "strength": None},
    ],
    "severity": "none",
    "near_miss": False,
    "occurred_about": True,
    "patients_reached": "2_to_9",
    "other_dose": "unknown",
    "equipment": {"nl": "Versneller", "fr": "Accélérateur"},
    "vendor": "Planivera",
    "recommendation": {"fr": "Vérifier les filtres."},
}


def run(app: Flask, *arguments: str) -> Any:
    """Run a command as an operator does."""
    return app.test_cli_runner().invoke(args=["incidents", *arguments])


def write(path: Path, *lines: Any) -> str:
    """A file with these lines; what is not text already becomes JSON."""
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n")
    return str(path)


def exported(app: Flask) -> list[dict[str, Any]]:
    """What the export writes."""
    result = run(app, "export")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_line_comes_back_as_it_went_in(app: Flask, tmp_path: Path) -> None:
    result = run(app, "import", write(tmp_path / "in.jsonl", LINE))
    assert result.exit_code == 0, result.output
    assert result.output == "1 new, 0 updated.\n"
    (line,) = exported(app)
    assert LINE.items() <= line.items()
    assert line["status"] == "closed"


def test_the_export_is_valid_and_imports_again_without_change(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        department = factories.department(db.session)
        for status in IncidentStatus:
            reason = "Geen lering" if status is IncidentStatus.CLOSED else ""
            factories.incident(db.session, department, status=status, closed_reason=reason)
        db.session.commit()
    run(app, "import", write(tmp_path / "elsewhere.jsonl", LINE))
    before, kept = exported(app), traces(app)
    schema = json.loads(run(app, "schema").stdout)
    for line in before:
        Draft202012Validator(schema).validate(line)
    result = run(app, "import", write(tmp_path / "again.jsonl", *before))
    assert result.output == f"0 new, {len(before)} updated.\n"
    assert exported(app) == before
    assert traces(app) == kept


def test_what_is_equal_keeps_its_row(app: Flask, tmp_path: Path) -> None:
    run(app, "import", write(tmp_path / "1.jsonl", LINE))
    with app.app_context():
        before = {row.text: row.id for row in db.session.scalars(select(Cause))}
    entries = len(traces(app))
    first, second = LINE["causes"]
    added = {"text": {"nl": "Tijdsdruk"}, "code": None}
    changed = LINE | {"causes": [second, added, first, first]}
    run(app, "import", write(tmp_path / "2.jsonl", changed))
    (line,) = exported(app)
    assert line["causes"] == changed["causes"]
    with app.app_context():
        after = {row.position: row.id for row in db.session.scalars(select(Cause))}
    assert (after[1], after[3]) == (before[Translated(fr="Protocole absent")], min(before.values()))
    assert len(traces(app)) == entries + 4


def traces(app: Flask) -> list[str]:
    """The entries of the trail, in order."""
    with app.app_context():
        return list(db.session.scalars(select(TrailEntry.digest).order_by(TrailEntry.id)))


OURS = "M-2026-4242"


@pytest.fixture
def ours(app: Flask) -> str:
    """An incident that was reported here."""
    with app.app_context():
        noord = factories.department(db.session, "noord")
        factories.department(db.session, "sud")
        factories.incident(db.session, noord, reference=OURS)
        db.session.commit()
    return OURS


@pytest.mark.parametrize(
    "claim",
    [
        {},
        {"department": "noord"},
        {"reference": OURS},
        {"reference": OURS, "department": "sud"},
        {"reference": "M-2026-9999", "department": "noord"},
    ],
)
def test_a_line_that_only_happens_to_bear_our_reference_is_refused(
    app: Flask, tmp_path: Path, ours: str, claim: dict[str, str]
) -> None:
    before = exported(app)
    claimed = LINE | claim | {"external_id": ours}
    result = run(app, "import", write(tmp_path / "in.jsonl", LINE, claimed))
    assert result.exit_code == 2
    assert f"line 2: external_id: {ours!r} is the reference of an incident here" in result.output
    assert exported(app) == before


def test_an_export_of_ours_updates_it(app: Flask, tmp_path: Path, ours: str) -> None:
    (line,) = exported(app)
    changed = line | {"vendor": "Toravel"}
    result = run(app, "import", write(tmp_path / "in.jsonl", changed))
    assert result.output == "0 new, 1 updated.\n"
    assert exported(app) == [changed]


def test_a_name_of_elsewhere_with_a_reference_leaves_ours_alone(
    app: Flask, tmp_path: Path, ours: str
) -> None:
    before = exported(app)
    line = LINE | {"reference": ours, "department": "noord"}
    result = run(app, "import", write(tmp_path / "in.jsonl", line))
    assert result.output == "1 new, 0 updated.\n"
    assert exported(app)[:1] == before


@pytest.mark.parametrize("status", ["submitted", "in_review", "accepted", "closed", "published"])
def test_what_the_regulator_decided_stays(app: Flask, tmp_path: Path, status: str) -> None:
    decided: dict[str, Any] = {"status": status, "recommendation": {"nl": "Kijk na."}}
    decided |= {"closed_reason": "Al bekend"} if status == "closed" else {}
    run(app, "import", write(tmp_path / "1.jsonl", LINE | decided))
    (before,) = exported(app)
    later: dict[str, Any] = {
        "status": "with_department",
        "recommendation": None,
        "closed_reason": "Anders",
    }
    for number, change in enumerate((later, {"vendor": "Toravel"})):
        line = {name: value for name, value in LINE.items() if name != "recommendation"} | change
        result = run(app, "import", write(tmp_path / f"again{number}.jsonl", line))
        assert result.output == "0 new, 1 updated.\n"
    assert exported(app) == [before | {"vendor": "Toravel"}]


def test_before_submission_the_line_says_where_it_stands(app: Flask, tmp_path: Path) -> None:
    run(app, "import", write(tmp_path / "1.jsonl", LINE | {"status": "with_department"}))
    run(app, "import", write(tmp_path / "2.jsonl", LINE))
    assert exported(app)[0]["status"] == "with_department"
    run(app, "import", write(tmp_path / "3.jsonl", LINE | {"status": "submitted"}))
    assert exported(app)[0]["status"] == "submitted"


def test_an_import_waits_for_who_changes_a_dossier(app: Flask, tmp_path: Path, ours: str) -> None:
    """Only PostgreSQL lets two people write at once; it ends one of them when each waits."""
    (line,) = exported(app)
    new = [LINE | {"external_id": f"EXT-{number}"} for number in range(3)]
    path = write(tmp_path / "in.jsonl", *new, line | {"vendor": "Toravel"})
    with app.app_context(), ThreadPoolExecutor(1) as pool:
        query = select(Incident).where(Incident.reference == ours).with_for_update(of=Incident)
        incident = db.session.scalars(query).one()
        importing = pool.submit(run, app, "import", path)
        concurrent.futures.wait([importing], timeout=1)
        incident.title = Translated(nl="Andere titel")
        db.session.commit()
        result = importing.result(timeout=20)
    assert result.output == "3 new, 1 updated.\n"


def test_many_names_in_one_object_take_no_time(sqlite_app: Flask, tmp_path: Path) -> None:
    line = json.dumps(dict.fromkeys(map(str, range(50_000))))
    began = time.process_time()
    result = run(sqlite_app, "import", write(tmp_path / "in.jsonl", line))
    assert result.exit_code == 2
    assert time.process_time() - began < 10


def test_the_same_external_id_updates_and_never_doubles(app: Flask, tmp_path: Path) -> None:
    run(app, "import", write(tmp_path / "1.jsonl", LINE))
    changed = LINE | {"vendor": "Toravel", "causes": LINE["causes"][:1]}
    result = run(app, "import", write(tmp_path / "2.jsonl", changed))
    assert result.output == "0 new, 1 updated.\n"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Incident)) == 1
        assert db.session.scalar(select(func.count()).select_from(Cause)) == 1
        assert db.session.scalar(select(func.count()).select_from(CorrectiveAction)) == 2
    (line,) = exported(app)
    assert line["vendor"] == "Toravel"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json", "not JSON at character 2"),
        ("[1, 2]", "is not of type 'object'"),
        (LINE | {"external_id": ""}, "external_id"),
        ({k: v for k, v in LINE.items() if k != "title"}, "'title' is a required property"),
        (LINE | {"colour": "red"}, "'colour' was unexpected"),
        (LINE | {"technique": "magic"}, "technique: 'magic' is not one of"),
        (LINE | {"occurred_on": "2023-02-29"}, "occurred_on: '2023-02-29' is not a date"),
        (LINE | {"occurred_on": "20230228"}, "is not a date"),
        (LINE | {"found_time": "15:42\n"}, "found_time: '15:42\\n' does not match"),
        (LINE | {"found_time": "\n"}, "found_time: '\\n' does not match"),
        (LINE | {"causes": [LINE["causes"][0]] * 201}, "causes: "),
        (LINE | {"causes": [{"code": "HRX"}]}, "causes.0.code: 'HRX' is not one of"),
        (LINE | {"near_miss": "no"}, "near_miss: 'no' is not of type 'boolean'"),
        (LINE | {"languages": ["de"]}, "languages.0: 'de' is not one of"),
        (LINE | {"title": {"nl": "x", "de": "y"}}, "'de' was unexpected"),
        (LINE | {"title": {"nl": "x"}}, "title.fr: empty"),
        (LINE | {"narrative": {"nl": "  ", "fr": "x"}}, "narrative.nl: empty"),
        (LINE | {"vendor": "x\0y"}, "vendor: a control character is not text"),
        (
            (
                '{"external_id": "E", "languages": ["nl"], "title": {"nl": "\\ud800"}, '
                '"narrative": {"nl": "x"}}'
            ),
            "title.nl: a lone surrogate is not a character",
        ),
        ('{"external_id": "A", "external_id": "B"}', "'external_id' stands twice"),
        ("[" * 100_000, "not readable"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_stored(
    app: Flask, tmp_path: Path, line: Any, reason: str
) -> None:
    good = LINE | {"external_id": "EXT-2"}
    result = run(app, "import", write(tmp_path / "in.jsonl", good, line, good | {"external_id": 3}))
    assert result.exit_code == 2
    assert "in.jsonl: line 2: " in result.output
    assert reason in result.output
    assert "in.jsonl: line 3: " in result.output
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Incident)) == 0
        assert db.session.scalar(select(func.count()).select_from(Department)) == 0


def test_an_unknown_department_is_named(app: Flask, tmp_path: Path) -> None:
    lines = [LINE, LINE | {"external_id": "EXT-2", "department": "nowhere"}]
    result = run(app, "import", write(tmp_path / "in.jsonl", *lines))
    assert result.exit_code == 2
    assert "line 2: department: there is no department 'nowhere'" in result.output
    assert exported(app) == []


def test_bytes_that_are_not_utf8_are_named(sqlite_app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "latin1.jsonl"
    path.write_bytes(json.dumps(LINE, ensure_ascii=False).encode("latin-1", "replace"))
    result = run(sqlite_app, "import", str(path))
    assert result.exit_code == 2
    assert "line 1: not UTF-8 at byte" in result.output


def test_the_same_id_twice_in_a_file_is_refused(sqlite_app: Flask, tmp_path: Path) -> None:
    result = run(sqlite_app, "import", write(tmp_path / "in.jsonl", LINE, "", LINE))
    assert result.exit_code == 2
    assert "line 3: external_id 'EXT-1' is on line 1 too" in result.output


def test_a_byte_order_mark_and_blank_lines_are_fine(sqlite_app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(LINE).encode() + b"\r\n\r\n")
    assert run(sqlite_app, "import", str(path)).output == "1 new, 0 updated.\n"


def test_a_missing_file_is_named(sqlite_app: Flask, tmp_path: Path) -> None:
    result = run(sqlite_app, "import", str(tmp_path / "nothing.jsonl"))
    assert result.exit_code == 2
    assert "nothing.jsonl" in result.output


def test_an_imported_incident_is_found(app: Flask, tmp_path: Path) -> None:
    run(app, "import", write(tmp_path / "in.jsonl", LINE))
    found = app.test_cli_runner().invoke(
        args=["search", "query", "filtres en coin", "--language", "nl", "--format", "json"]
    )
    assert found.exit_code == 0, found.output
    (hit,) = json.loads(found.stdout)
    assert (hit["rank"], hit["id"], hit["languages"]) == (1, "EXT-1", ["nl", "fr"])


TREE = LINE | {
    "external_id": "ELDERS-TREE",
    "event_type": "good_catch",
    "causes": [
        {"text": {"nl": "Teller achter"}, "code": None},
        {"text": {"nl": "Niet nagekeken"}, "code": "HRV", "parent": 1},
        {"text": {"nl": "Gewist"}, "code": None, "parent": 1},
        {"text": {"nl": "Apart terug te zetten"}, "code": "TD", "parent": 3},
        {"text": {"nl": "Niet nagekeken"}, "code": "HRV"},
    ],
    "barriers": [
        {"kind": "time_out", "worked": True, "text": {"nl": "Het team zag het"}},
        {"kind": "record_and_verify", "worked": False, "text": {}},
    ],
    "corrective_actions": [
        {
            "text": {"nl": "Samen terugzetten"},
            "status": "planned",
            "strength": "intermediate",
            "owner_role": "ict",
            "due_on": "2026-12-01",
            "measure": {"nl": "Proef in maart"},
            "cause": 4,
        },
        {"text": {"nl": "Nota"}, "status": "done", "strength": "weak", "done_on": "2026-11-01"},
    ],
}


def test_a_tree_with_barriers_and_actions_comes_back_as_it_went_in(
    app: Flask, tmp_path: Path
) -> None:
    assert run(app, "import", write(tmp_path / "in.jsonl", TREE)).exit_code == 0
    (line,) = exported(app)
    assert {name: line[name] for name in TREE} == TREE
    with app.app_context():
        before = db.session.scalar(select(func.count()).select_from(TrailEntry))
    assert run(app, "import", write(tmp_path / "again.jsonl", line)).exit_code == 0
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(TrailEntry)) == before


def test_the_code_of_a_cause_that_is_no_base_cause_is_not_exported(
    app: Flask, tmp_path: Path
) -> None:
    assert run(app, "import", write(tmp_path / "in.jsonl", TREE)).exit_code == 0
    with app.app_context():
        first = db.session.scalars(select(Cause).order_by(Cause.id)).first()
        assert first
        first.code = EindhovenCode.TD
        db.session.commit()
    (line,) = exported(app)
    assert [each["code"] for each in line["causes"]] == [None, "HRV", None, "TD", "HRV"]


def test_a_branch_that_left_the_line_leaves_the_rest_standing(app: Flask, tmp_path: Path) -> None:
    assert run(app, "import", write(tmp_path / "in.jsonl", TREE)).exit_code == 0
    causes = [TREE["causes"][1] | {"parent": None}, TREE["causes"][3] | {"parent": 1}]
    actions = [TREE["corrective_actions"][0] | {"cause": 2}]
    changed = TREE | {"causes": causes, "corrective_actions": actions, "barriers": []}
    result = run(app, "import", write(tmp_path / "less.jsonl", changed))
    assert result.exit_code == 0, result.output
    (line,) = exported(app)
    assert [cause.get("parent") for cause in line["causes"]] == [None, 1]
    assert line["corrective_actions"][0]["cause"] == 2
    old = {"external_id": "ELDERS-TREE", "languages": ["nl"], "title": LINE["title"]}
    old |= {"narrative": LINE["narrative"], "near_miss": True, "causes": causes[:1]}
    assert run(app, "import", write(tmp_path / "old.jsonl", old)).exit_code == 0
    (line,) = exported(app)
    assert (line["event_type"], line["near_miss"]) == ("near_miss", True)
    assert line["causes"] == [{"text": {"nl": "Niet nagekeken"}, "code": "HRV"}]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"causes": [{"parent": 1}]}, "causes.0.parent: "),
        ({"causes": [{"parent": 2}, {}]}, "causes.0.parent: "),
        ({"causes": [{}, {}, {"parent": 1}]}, "causes.2.parent: "),
        ({"causes": [{"parent": 0}]}, "causes.0.parent: "),
        ({"causes": [{"parent": "1"}]}, "causes.0.parent: "),
        (
            {"causes": [], "corrective_actions": [{"text": {}, "status": "done", "cause": 1}]},
            "corrective_actions.0.cause: there is no cause 1",
        ),
        ({"event_type": "incident", "near_miss": True}, "near_miss: says something else"),
        ({"event_type": "near_miss", "near_miss": False}, "near_miss: says something else"),
        ({"barriers": [{"kind": "luck", "worked": True}]}, "barriers.0.kind: "),
        ({"barriers": [{"kind": "other"}]}, "barriers.0: 'worked' is a required"),
    ],
)
def test_what_does_not_hang_together_is_refused(
    app: Flask, tmp_path: Path, changes: dict[str, Any], reason: str
) -> None:
    result = run(app, "import", write(tmp_path / "in.jsonl", LINE | changes))
    assert result.exit_code == 2
    assert reason in result.output
