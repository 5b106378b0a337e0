"""``make run``: migrate, load the demo into a new database, say where, and serve."""

import logging
import os
import socket
import sys
from pathlib import Path

from sqlalchemy import select

from portal import create_app, demo, pdf
from portal.accounts.models import Person
from portal.cli import explained
from portal.config import ROOT, Settings, WrongSetting, read_settings
from portal.db import db
from portal.search.index.indexing import recover

WORKERS, THREADS = 2, 4
LONGEST_ADDRESS = 8190  # bytes, the most that gunicorn takes: a question may be a paragraph
PRIVATE = 0o077  # what the portal writes is for its own account
FIRST_ACCOUNT = """\
  A new portal, without accounts. Invite the first administrator:

    .venv/bin/flask people invite ADDRESS --name NAME --role administrator --language nl
"""


def main(application: str = "wsgi:app") -> None:
    """Prepare, then become the server of ``application``."""
    os.umask(PRIVATE)
    with explained():
        settings = read_settings()
        _require_free(settings)
        prepare(settings)
    address = f"[{settings.host}]" if ":" in settings.host else settings.host
    program = str(Path(sys.executable).with_name("gunicorn"))
    options = {
        "--bind": f"{address}:{settings.port}",
        "--workers": str(WORKERS),
        "--threads": str(THREADS),
        "--worker-class": "portal.server_worker.Worker",
        "--timeout": "120",
        "--limit-request-line": str(LONGEST_ADDRESS),
        "--log-level": "warning",
        "--logger-class": "portal.server_log.ServerLog",
        "--config": str(ROOT / "portal" / "server_start.py"),
        "--chdir": str(ROOT),
    }
    arguments = [each for option in options.items() for each in option]
    sys.stdout.flush()
    os.execv(program, [program, *arguments, "--no-control-socket", application])  # noqa: S606


def prepare(settings: Settings) -> None:
    """Bring the database up to date; fill a new one with the demo; have an index."""
    app = create_app(settings)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        app.extensions["alembic"].upgrade()
        _fill(settings)
        db.session.commit()
        app.extensions["outbox"].drain()
        recover()
        _announce(settings)
        db.session.rollback()
        db.engine.dispose()
    pdf.engine.close()


def _fill(settings: Settings) -> None:
    """The demo, whose password everybody knows, is for this machine only."""
    if not settings.private:
        if demo.accounts(db.session):
            raise WrongSetting(
                "PORTAL_HOST, PORTAL_BASE_URL: this database has the demo accounts, whose password "
                "is public, and is for this machine only. Choose another PORTAL_DATA_DIR."
            )
    elif db.session.scalar(select(Person.id).limit(1)) is None:
        print("A new portal: making the demo, about ten seconds …", flush=True)  # noqa: T201
        demo.load(db.session)


def _announce(settings: Settings) -> None:
    print(f"\n  REX Portal   {settings.base_url}/\n")  # noqa: T201
    accounts = demo.accounts(db.session)
    if accounts:
        print("  Demo accounts, all with the password:", demo.PASSWORD)  # noqa: T201
        for email, roles in accounts:
            print(f"    {email:34} {roles}")  # noqa: T201
    if db.session.scalar(select(Person.id).limit(1)) is None:
        print(FIRST_ACCOUNT)  # noqa: T201
    print("\n  Stop with Ctrl+C.\n")  # noqa: T201


def _require_free(settings: Settings) -> None:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise WrongSetting(
                f"PORTAL_HOST, PORTAL_PORT: {settings.host}:{settings.port} cannot be used "
                f"({error.strerror}). Choose another, for example PORTAL_PORT=8001."
            ) from error


if __name__ == "__main__":
    main()
