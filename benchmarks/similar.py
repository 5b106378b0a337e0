"""Similar events and groups, measured: ``make bench-similar``."""

import logging
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from benchmarks.portals import signed_in
from portal import create_app, demo
from portal.accounts.models import Department
from portal.config import read_settings
from portal.db import db
from portal.i18n import Language, now
from portal.incidents.cause import Cause
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import (
    Danger,
    EindhovenCode,
    PatientReached,
    ProcessStep,
    Severity,
    Technique,
)
from portal.language.glossary import shipped
from portal.search.index.indexing import rebuild

WORDS = 200
TIMES = 20
CHANGES = 7
READY = 3  # seconds after which a worker has made ready what it can
SYSTEMS = [
    f"{name} {number}" for name in ("Orbiton", "Planivera", "Toravel") for number in range(8)
]


def main() -> None:
    """Print how long each takes in a portal of its size, with what is aimed at."""
    if len(sys.argv) > 1:
        _measure(*sys.argv[1:])
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for name, (number, _report) in MEASURES.items():
            print(f"making a portal with {number:,} dossiers …", flush=True)
            made = str(Path(folder) / name)
            _portal(number, Path(made))
            command = [sys.executable, "-m", "benchmarks.similar", name, made]
            subprocess.run(command, check=True)


def _measure(name: str, folder: str) -> None:
    """In a process that has just begun, as a worker does."""
    app = create_app(read_settings({"PORTAL_DATA_DIR": folder}), WTF_CSRF_ENABLED=False)
    app.extensions["outbox"].start()
    time.sleep(READY)
    MEASURES[name][1](app)


def _inbox(app: Flask) -> None:
    client = signed_in(app, "analist@demo.invalid")
    _print(
        "inbox, a page of 25 with how many each looks like",
        300,
        lambda: _get(client, "/nl/desk?view=review"),
        partial(_change, app),
    )
    with app.app_context():
        reference = db.session.scalars(
            select(Incident.reference).order_by(Incident.id.desc()).limit(1)
        ).one()
    _print(
        "dossier with the five most like it",
        300,
        lambda: _get(client, f"/nl/incidents/{reference}"),
        partial(_change, app),
    )


def _groups(app: Flask) -> None:
    client = signed_in(app, "analist@demo.invalid")
    look = partial(_get, client, "/nl/desk/groups")
    _print("groups of similar events", 300, look, partial(_change, app))


def _writing(app: Flask) -> None:
    chance = random.Random(2)  # noqa: S311 - text to measure with, nothing secret
    texts = iter([_text(chance, Language.NL, WORDS) for _ask in range(2 * TIMES + 4)])
    for email in ("melder.noord@demo.invalid", "kwaliteit.noord@demo.invalid"):
        client = signed_in(app, email)
        _print(
            f"a text of {WORDS} words while {email.split('.')[0]} writes",
            300,
            partial(_ask_next, client, texts),
        )


def _ask_next(client: FlaskClient, texts: Iterator[str]) -> None:
    _ask(client, next(texts))


def _ask(client: FlaskClient, text: str) -> None:
    body = {"description": text, "language": "nl"}
    answer = client.post("/nl/report/similar", data=body, headers={"X-CSRFToken": ""})
    assert answer.status_code == 200, answer.status_code


def _get(client: FlaskClient, path: str) -> None:
    answer = client.get(path, buffered=True)
    assert answer.status_code == 200, (path, answer.status_code)


def _change(app: Flask) -> None:
    """One more word in a dossier, and the index follows."""
    with app.app_context():
        row = db.session.scalars(select(Incident).order_by(Incident.id).limit(1)).one()
        row.title = row.title.replace(row.language, f"{row.title[row.language]} x")
        db.session.commit()
        app.extensions["outbox"].drain()


def _print(
    name: str, aim: int, work: Callable[[], None], change: Callable[[], None] | None = None
) -> None:
    """One line: the first time, then the median and the longest, and each first after a change.

    Of the first ones the time of the processor too, for a machine that does other work.
    """
    (first, busy), *others = [_milliseconds(work) for _time in range(TIMES)]
    rest = [taken for taken, _busy in others]
    print(
        f"{name:52} first {first:4.0f} ms ({busy:4.0f} of the processor), "
        f"median {statistics.median(rest):4.0f}, longest {max(rest):4.0f}  (aim < {aim})"
    )
    if change:
        taken, busy = _after(change, work)
        print(f"{'':52} after a change {taken:4.0f} ms ({busy:4.0f} of the processor)")


def _after(change: Callable[[], None], work: Callable[[], None]) -> tuple[float, float]:
    """The medians of the first time after each change."""
    every = []
    for _time in range(CHANGES):
        change()
        every.append(_milliseconds(work))
    clock, processor = zip(*every, strict=True)
    return statistics.median(clock), statistics.median(processor)


def _milliseconds(work: Callable[[], None]) -> tuple[float, float]:
    """By the clock, and of the processor."""
    began, busy = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - busy)


def _portal(number: int, folder: Path) -> Flask:
    app = create_app(read_settings({"PORTAL_DATA_DIR": str(folder)}), WTF_CSRF_ENABLED=False)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    chance = random.Random(number)  # noqa: S311 - text to measure with, nothing secret
    with app.app_context():
        app.extensions["alembic"].upgrade()
        demo.load(db.session)
        departments = list(db.session.scalars(select(Department.id)))
        first = 10_000
        rows = [_dossier(chance, first + index, departments) for index in range(number)]
        db.session.execute(insert(Incident), rows)
        db.session.execute(insert(Cause), list(_causes(chance, rows)))
        db.session.commit()
        rebuild()
        app.extensions["outbox"].drain()
    return app


def _dossier(chance: random.Random, key: int, departments: list[int]) -> dict[str, object]:
    language = chance.choice(list(Language))
    text = {language: _text(chance, language, 90)}
    return {
        "id": key,
        "reference": f"B-2026-{key:06}",
        "status": IncidentStatus.IN_REVIEW,
        "department_id": departments[key % len(departments)],
        "language": language,
        **{f"title_{each.value}": text.get(each, "")[:60] for each in Language},
        **{f"narrative_{each.value}": text.get(each, "") for each in Language},
        **{f"equipment_{each.value}": chance.choice(SYSTEMS) for each in [language]},
        f"equipment_{language.other.value}": "",
        "technique": chance.choice(list(Technique)),
        "step_arose": chance.choice(list(ProcessStep)),
        "patient_reached": PatientReached.NONE,
        "danger": Danger.NO,
        "severity": Severity.NONE,
        "reported_at": now(),
        "submitted_at": now(),
    }


def _causes(chance: random.Random, rows: list[dict[str, object]]) -> Iterator[dict[str, object]]:
    for row in rows:
        language = Language(str(row["language"]))
        for position, code in enumerate(chance.sample(list(EindhovenCode), k=2), 1):
            words = dict.fromkeys(Language, "") | {language: _text(chance, language, 10)}
            yield {
                "incident_id": row["id"],
                "position": position,
                "code": code,
                **{f"text_{each.value}": words[each] for each in Language},
            }


def _text(chance: random.Random, language: Language, words: int) -> str:
    """Words as seldom as in real texts: terms of the glossary, and words of no language."""
    terms = [each[language][0] for each in shipped()]
    common = [
        terms[min(int(chance.paretovariate(0.6)), len(terms)) - 1] for _term in range(words // 2)
    ]
    others = [f"w{min(int(chance.paretovariate(0.5)), 50_000)}x" for _word in range(words // 2)]
    return " ".join([*common, *others][:words])


MEASURES = {"inbox": (1_000, _inbox), "groups": (2_000, _groups), "writing": (10_000, _writing)}

if __name__ == "__main__":
    main()
