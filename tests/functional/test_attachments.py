"""Files of a dossier: added, listed, kept and removed, and never half."""

import hashlib
import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask_babel import force_locale, gettext
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from portal import schedule
from portal.attachments import operations, store
from portal.attachments.models import Attachment
from portal.attachments.verdict import Clean, Reason
from portal.config import MAX_REQUEST_BYTES, Settings
from portal.db import db
from portal.durable import write_durably
from portal.i18n import now, today
from portal.incidents.models import Incident, IncidentStatus
from portal.incidents.taxonomy import AnalysisTask
from portal.permissions import Role
from portal.trail import TrailEntry
from tests import factories
from tests.clock import Clock
from tests.pages import Page, Visitor, values_of

CANARY = "Kanarievogel"
File = tuple[str, bytes]


@pytest.fixture
def reference(app: Flask) -> str:
    """A dossier with its department, and people around it."""
    return people_around(app)


def people_around(app: Flask) -> str:
    with app.app_context():
        noord, sud = (factories.department(db.session, code) for code in ("noord", "sud"))
        reporter = factories.person(
            db.session, Role.REPORTER, department=noord, email="reporter@test.invalid"
        )
        for name, role, where in (
            ("quality", Role.QUALITY_MANAGER, noord),
            ("stranger", Role.QUALITY_MANAGER, sud),
            ("colleague", Role.REPORTER, noord),
            ("reader", Role.READER, noord),
            ("analyst", Role.ANALYST, None),
            ("translator", Role.TRANSLATOR, None),
            ("administrator", Role.ADMINISTRATOR, None),
        ):
            factories.person(db.session, role, department=where, email=f"{name}@test.invalid")
        incident = factories.incident(db.session, noord, owner_id=reporter.id)
        db.session.commit()
        return incident.reference


def entered(app: Flask, name: str, language: str = "nl") -> Visitor:
    visitor = Visitor(app)
    visitor.sign_in(f"{name}@test.invalid", language)
    return visitor


def picture(colour: str = "red", kind: str = "PNG") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(written, kind)
    return written.getvalue()


def paper(text: str) -> bytes:
    made, written = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.pages[0].Contents = made.make_stream(f"BT ({text}) Tj ET".encode())
    made.docinfo["/Author"] = text
    made.save(written)
    return written.getvalue()


def address(reference: str, language: str = "nl") -> str:
    return f"/{language}/incidents/{reference}/analysis/attachments"


def send(page: Page, *files: File, follow: bool = True, **answers: str) -> Page:
    """Send the form of the page with ``files``, by its first button unless said otherwise."""
    form = next(each for each in page.soup.select("main form") if each.get("enctype"))
    fields: dict[str, Any] = {**values_of(form), "action": "add"} | answers
    fields["files"] = [FileStorage(io.BytesIO(content), filename=name) for name, content in files]
    return page.visitor.upload(page.url, fields, follow=follow)


def rows(app: Flask) -> list[Attachment]:
    with app.app_context():
        return list(db.session.scalars(select(Attachment).order_by(Attachment.id)))


def files_of(app: Flask) -> list[Path]:
    settings: Settings = app.config["PORTAL"]
    folder = settings.data_dir / "attachments"
    return sorted(each for each in folder.rglob("*") if each.is_file())


def said(app: Flask, language: str, text: str, **values: Any) -> str:
    """A text of the interface, white space folded as on a page."""
    with app.app_context(), force_locale(language):
        return " ".join(gettext(text, **values).split())


def words_of(app: Flask, language: str, reason: Reason) -> str:
    with app.test_request_context(f"/{language}/"):
        return " ".join(str(reason.label).split())


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_files_are_added_listed_and_given_back(app: Flask, reference: str, language: str) -> None:
    quality = entered(app, "quality", language)
    page = quality.get(address(reference, language))
    page = send(page, ("plan.png", picture()), ("verslag.PDF", paper("Veld 3")), ready="later")
    assert page.status == 200
    assert page.url == address(reference, language)
    assert "plan.png" in page.main
    assert "verslag.pdf" in page.main
    assert page.soup.select_one("#ready-later[checked]")
    for row, kind in zip(rows(app), ("image/png", "application/pdf"), strict=True):
        given = quality.get(f"/{language}/incidents/{reference}/attachments/{row.token}").response
        assert given.mimetype == row.media_type == kind
        assert hashlib.sha256(given.data).hexdigest() == row.digest
        assert len(given.data) == row.size
        headers = given.headers
        assert headers["Content-Disposition"] == f"attachment; filename={row.name}"
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "private, no-store"
    assert [each.name for each in files_of(app)] == sorted(row.digest for row in rows(app))
    assert "plan.png" in quality.get(f"/{language}/incidents/{reference}").main


def test_saving_adds_what_was_chosen_and_notes_the_state(app: Flask, reference: str) -> None:
    page = entered(app, "quality").get(address(reference))
    done = send(page, ("plan.png", picture()), follow=False, action="", ready="yes")
    assert done.status == 303
    assert done.response.location.endswith(f"/incidents/{reference}/analysis")
    with app.app_context():
        incident = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        assert [(m.task, m.ready) for m in incident.task_marks] == [
            (AnalysisTask.ATTACHMENTS, True)
        ]
    assert len(rows(app)) == 1


def test_saving_without_files_is_enough(app: Flask, reference: str) -> None:
    page = entered(app, "quality").get(address(reference))
    assert send(page, follow=False, action="", ready="yes").status == 303
    assert send(page, follow=False).status == 422


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_what_is_refused_says_why(app: Flask, reference: str, language: str) -> None:
    page = entered(app, "quality", language).get(address(reference, language))
    dicom = bytes(128) + b"DICM"
    page = send(page, ("beeld.dcm", dicom), ("leeg.png", b""), ready="later")
    assert page.status == 422
    assert words_of(app, language, Reason.DICOM) in page.main
    assert words_of(app, language, Reason.EMPTY) in page.main
    assert page.soup.select_one(".error-summary a[href='#files']")
    assert page.soup.select_one("#ready-later[checked]")
    page = send(page, ("beeld.dcm", dicom), ("plan.png", picture()))
    assert page.status == 200
    assert words_of(app, language, Reason.DICOM) in page.main
    assert [row.name for row in rows(app)] == ["plan.png"]
    assert len(files_of(app)) == 1


def test_what_a_file_told_is_gone(app: Flask, reference: str) -> None:
    page = entered(app, "quality").get(address(reference))
    exif = Image.Exif()
    exif[0x013B] = CANARY
    written = io.BytesIO()
    Image.new("RGB", (9, 9)).save(written, "JPEG", exif=exif, comment=CANARY)
    send(page, ("a.jpg", written.getvalue()))
    (kept,) = files_of(app)
    assert CANARY.encode() in written.getvalue()
    assert CANARY.encode() not in kept.read_bytes()


def test_only_who_may_see_the_dossier_sees_its_files(app: Flask, reference: str) -> None:
    quality = entered(app, "quality")
    send(quality.get(address(reference)), ("plan.png", picture()))
    (row,) = rows(app)
    here = f"/nl/incidents/{reference}/attachments/{row.token}"
    others = ("stranger", "colleague", "reader", "translator", "administrator", "analyst")
    for name in others:
        visitor = entered(app, name)
        for url in (here, address(reference)):
            assert visitor.get(url).status == 404, (name, url)
    assert Visitor(app).get(here, follow=False).status == 303
    assert entered(app, "reporter").get(here).status == 200
    assert entered(app, "reporter").get(address(reference)).status == 404
    with app.app_context():
        foreign = factories.incident(db.session, factories.department(db.session, "oost"))
        own = factories.incident(db.session, db.session.get(Incident, row.incident_id).department)  # type: ignore[union-attr]
        db.session.commit()
        elsewhere = [foreign.reference, own.reference]
    for other in elsewhere:
        assert quality.get(f"/nl/incidents/{other}/attachments/{row.token}").status == 404
        assert removed(quality, reference, f"/nl/incidents/{other}", row).status == 404
    move(app, reference, IncidentStatus.SUBMITTED)
    assert entered(app, "analyst").get(here).status == 200
    assert "plan.png" in entered(app, "analyst").get(f"/nl/incidents/{reference}").main
    assert entered(app, "translator").get(here).status == 404
    assert len(rows(app)) == 1


def removed(visitor: Visitor, reference: str, dossier: str, row: Attachment) -> Page:
    token = visitor.get(f"/nl/incidents/{reference}").soup.select_one("[name=csrf_token]")
    assert token is not None
    url = f"{dossier}/analysis/attachments/{row.token}/remove"
    return visitor.post(url, {"csrf_token": token["value"]}, follow=False)


def move(app: Flask, reference: str, status: IncidentStatus) -> None:
    with app.app_context():
        incident = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        incident.status, incident.submitted_at = status, now()
        db.session.commit()


def test_nothing_changes_once_the_dossier_has_left(app: Flask, reference: str) -> None:
    quality = entered(app, "quality")
    page = send(quality.get(address(reference)), ("plan.png", picture()))
    move(app, reference, IncidentStatus.SUBMITTED)
    assert send(page, ("late.png", picture("blue"))).status == 409
    assert removed(quality, reference, f"/nl/incidents/{reference}", rows(app)[0]).status == 404
    assert quality.get(address(reference)).status == 404
    assert len(rows(app)) == len(files_of(app)) == 1


def test_a_dossier_that_leaves_while_its_files_are_cleaned(
    app: Flask, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = entered(app, "quality").get(address(reference))
    examine = operations.examine

    def meanwhile(files: Any) -> Any:
        move(app, reference, IncidentStatus.SUBMITTED)
        return examine(files)

    monkeypatch.setattr(operations, "examine", meanwhile)
    assert send(page, ("late.png", picture())).status == 409
    assert not rows(app)
    assert not files_of(app)


def test_one_file_in_two_dossiers(app: Flask, reference: str) -> None:
    quality = entered(app, "quality")
    with app.app_context():
        first = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        other = factories.incident(db.session, first.department).reference
        db.session.commit()
    for each in (reference, other):
        send(quality.get(address(each)), ("plan.png", picture()))
    assert len(files_of(app)) == 1
    first_row, second_row = rows(app)
    removed(quality, reference, f"/nl/incidents/{reference}", first_row)
    assert len(files_of(app)) == 1
    page = quality.get(address(other)).submit("/remove")
    assert said(app, "nl", "%(name)s is removed.", name="plan.png") in page.main
    assert not files_of(app)
    assert not rows(app)
    assert second_row.digest == first_row.digest


def test_the_trail_tells_the_digest_and_no_name(app: Flask, reference: str) -> None:
    quality = entered(app, "quality")
    page = send(quality.get(address(reference)), (f"{CANARY}.png", picture()))
    (row,) = rows(app)
    page.submit("/remove")
    with app.app_context():
        query = select(TrailEntry).where(TrailEntry.subject == f"attachment:{row.id}")
        entries = list(db.session.scalars(query.order_by(TrailEntry.id)))
    assert [each.action for each in entries] == ["insert", "delete"]
    assert all(row.digest in each.changes for each in entries)
    assert all(each.actor.startswith("person:") for each in entries)
    assert CANARY not in str([each.changes for each in entries])


def test_a_name_does_no_harm(app: Flask, reference: str) -> None:
    quality = entered(app, "quality")
    name = "../évil 85.07.30-033 28\u202egpj.html"
    page = send(quality.get(address(reference)), (name, picture()))
    assert said(app, "nl", "A national number in its name is left out.") in page.main
    (row,) = rows(app)
    assert "85.07" not in row.name
    headers = quality.get(f"/nl/incidents/{reference}/attachments/{row.token}").response.headers
    assert headers["Content-Disposition"].startswith("attachment; filename")
    assert "filename*=UTF-8''%C3%A9vil%20xxxgpj.html.png" in headers["Content-Disposition"]
    assert headers["Content-Disposition"].isascii()
    assert headers["Content-Type"] == "image/png"


def test_a_dossier_has_room_for_twenty(
    app: Flask, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "MOST_FILES", 2)
    page = entered(app, "quality").get(address(reference))
    page = send(page, ("red.png", picture()))
    page = send(page, ("green.png", picture("green")), ("blue.png", picture("blue")))
    assert [row.name for row in rows(app)] == ["red.png", "green.png"]
    assert words_of(app, "nl", Reason.TOO_MANY) in page.main
    assert len(files_of(app)) == 2


def test_a_form_sent_twice_adds_once(app: Flask, reference: str) -> None:
    page = entered(app, "quality").get(address(reference))
    for _each in range(2):
        assert send(page, ("plan.png", picture()), ("kopie.png", picture())).status == 200
    assert [row.name for row in rows(app)] == ["plan.png"]
    assert send(page, *[("plan.png", b"x")] * 21).status == 422


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_too_much_at_once(app: Flask, reference: str, language: str) -> None:
    page = entered(app, "quality", language).get(address(reference, language))
    answer = send(page, ("large.png", bytes(MAX_REQUEST_BYTES)))
    assert answer.status == 413
    assert answer.lang == f"{language}-BE"
    answer = send(page, ("large.png", picture() + bytes(10 * 1024 * 1024)))
    assert answer.status == 422
    assert words_of(app, language, Reason.TOO_LARGE) in answer.main
    assert not rows(app)


@pytest.mark.parametrize("language", ["nl", "fr"])
def test_files_sent_after_the_session_closed_are_asked_again(
    app: Flask, reference: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(monkeypatch)
    page = entered(app, "quality", language).get(address(reference, language))
    clock.forward(minutes=40)
    late = send(page, ("plan.png", picture()), ready="yes")
    assert late.status == 401
    again = said(app, language, "A file cannot be kept: choose it again afterwards.")
    assert again in late.main
    email = "quality@test.invalid"
    back = late.submit("/login", email=email, password="een lang wachtwoord 42")
    assert "resume" in back.url
    assert again in back.main
    assert not rows(app)


def test_a_disk_that_refuses_keeps_nothing(
    app: Flask, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = entered(app, "quality").get(address(reference))
    written: list[Path] = []

    def full(path: Path, content: bytes) -> None:
        if written:
            raise OSError(28, "No space left on device")
        written.append(path)
        write_durably(path, content)

    monkeypatch.setattr(store, "write_durably", full)
    answer = send(page, ("a.png", picture()), ("b.png", picture("blue")), ready="later")
    assert answer.status == 507
    assert answer.soup.select_one("#ready-later[checked]")
    assert not rows(app)
    assert not files_of(app)


def test_a_folder_that_cannot_be_written(app: Flask, reference: str) -> None:
    settings: Settings = app.config["PORTAL"]
    (settings.data_dir / "attachments").write_text("in the way")
    page = entered(app, "quality").get(address(reference))
    try:
        assert send(page, ("a.png", picture())).status == 507
    finally:
        (settings.data_dir / "attachments").unlink()
    assert not rows(app)
    assert send(page, ("a.png", picture())).status == 200


def test_a_commit_that_fails_leaves_no_file(
    app: Flask, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    page = entered(app, "quality").get(address(reference))
    with monkeypatch.context() as patched:
        patched.setattr(Session, "commit", broken)
        answer = send(page, ("a.png", picture()))
    app.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status == 500
    assert not rows(app)
    assert not files_of(app)
    assert send(page, ("a.png", picture())).status == 200


def broken(_session: object) -> None:
    raise OSError("the disk is gone")


KILLED = """
import os, sys
from pathlib import Path
from sqlalchemy import select
from sqlalchemy.orm import Session
from portal import create_app
from portal.attachments import operations
from portal.attachments.verdict import Clean
from portal.config import read_settings
from portal.db import db
from portal.durable import write_durably
from portal.incidents.models import Incident
app = create_app(read_settings())
with app.test_request_context("/nl/", method="POST"):
    incident = db.session.scalars(select(Incident)).one()
    clean = Clean("image/png", "png", b"content")
    list(operations.add(db.session, incident, [operations.Examined("a.png", clean)]))
    db.session.flush()
    os.kill(os.getpid(), 9)
"""


def test_a_process_killed_before_its_commit_leaves_a_file_that_is_swept(
    sqlite_app: Flask, machine_clock: Clock
) -> None:
    people_around(sqlite_app)
    settings: Settings = sqlite_app.config["PORTAL"]
    environment = os.environ | {
        "PORTAL_DATA_DIR": str(settings.data_dir),
        "PORTAL_DATABASE_URL": settings.database_url.render_as_string(),
    }
    killed = subprocess.run([sys.executable, "-c", KILLED], env=environment, check=False)
    assert killed.returncode == -9
    assert len(files_of(sqlite_app)) == 1
    assert not rows(sqlite_app)
    swept(sqlite_app)
    assert len(files_of(sqlite_app)) == 1
    machine_clock.forward(hours=25)
    swept(sqlite_app)
    assert not files_of(sqlite_app)


def swept(app: Flask) -> None:
    with app.app_context():
        schedule.run()
        db.session.rollback()


def test_the_sweep_leaves_what_is_named(app: Flask, machine_clock: Clock, reference: str) -> None:
    send(entered(app, "quality").get(address(reference)), ("plan.png", picture()))
    (kept,) = files_of(app)
    (kept.parent / f".{kept.name}.0.tmp").write_text("half written")
    machine_clock.forward(hours=2)
    swept(app)
    assert files_of(app) == [kept]


def test_the_sweep_waits_for_who_adds_the_same_file(app: Flask, reference: str) -> None:
    clean = Clean("image/png", "png", b"content")
    with app.app_context():
        digest = hashlib.sha256(clean.content).hexdigest()
        incident = db.session.scalars(select(Incident).where(Incident.reference == reference)).one()
        with app.test_request_context("/nl/", method="POST"):
            list(operations.add(db.session, incident, [operations.Examined("a.png", clean)]))
            (path,) = files_of(app)
            os.utime(path, (0, 0))
            sweeping = threading.Thread(target=sweep_alone, args=(app,))
            sweeping.start()
            time.sleep(0.5)
            assert sweeping.is_alive()
            db.session.commit()
            sweeping.join(20)
        assert not sweeping.is_alive()
        assert [each.name for each in files_of(app)] == [digest]


def sweep_alone(app: Flask) -> None:
    with app.app_context():
        store.sweep(db.session, today())
        db.session.commit()


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"other")])
def test_a_file_that_is_lost_is_not_given(
    app: Flask, reference: str, damage: Callable[[Path], object]
) -> None:
    quality = entered(app, "quality")
    send(quality.get(address(reference)), ("plan.png", picture()))
    damage(files_of(app)[0])
    page = quality.get(f"/nl/incidents/{reference}/attachments/{rows(app)[0].token}")
    assert page.status == 503


def test_nobody_finds_a_file_by_searching(app: Flask, reference: str) -> None:
    quality = entered(app, "quality")
    send(quality.get(address(reference)), (f"{CANARY}.pdf", paper(CANARY)))
    move(app, reference, IncidentStatus.SUBMITTED)
    with app.app_context():
        app.extensions["outbox"].drain()
    for name in ("quality", "stranger", "analyst", "reporter", "translator"):
        page = entered(app, name).get(f"/nl/search?q={CANARY}")
        assert f"/incidents/{reference}" not in page.response.text, name
    folder = app.config["PORTAL"].data_dir
    for part in ("index", "mail"):
        held = [each for each in (folder / part).rglob("*") if each.is_file()]
        assert not any(CANARY.lower().encode() in each.read_bytes().lower() for each in held)


def test_odd_requests_are_answered(app: Flask, reference: str) -> None:
    quality = entered(app, "quality")
    page = quality.get(address(reference))
    for token in ("x", "%00", "..%2f..", "é" * 300):
        assert quality.get(f"/nl/incidents/{reference}/attachments/{token}").status == 404
    for name in ("\0", "a\0.png", "\ud83d", "x" * 9000, "con.png", ".png"):
        answer = send(page, (name.encode(errors="replace").decode(), picture()))
        assert answer.status in {200, 422}, name
    files = [(f"{number}.png", picture()[:number]) for number in range(0, 60, 7)]
    assert send(page, *files).status == 422
