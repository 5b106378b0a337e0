"""REX Portal: incident learning for Belgian radiotherapy. This is where everything meets."""

from flask import Flask
from flask_alembic import Alembic
from flask_wtf import CSRFProtect

from portal import (
    accounts,
    actions,
    alerts,
    analysis,
    attachments,
    bulletins,
    checks,
    cli,
    db,
    desk,
    dialogue,
    downtime,
    duty,
    errors,
    followup,
    glossary,
    headers,
    incidents,
    mail,
    navigation,
    phrases,
    schedule,
    search,
    start,
    trail,
    web,
)
from portal.config import MAX_REQUEST_BYTES, ROOT, Settings, read_settings
from portal.db import Model
from portal.outbox import Outbox
from portal.requests import PortalRequest
from portal.schedule import Schedule

SLICES = (
    start,
    checks,
    glossary,
    duty,
    phrases,
    incidents,
    analysis,
    actions,
    dialogue,
    alerts,
    desk,
    attachments,
    bulletins,
    downtime,
    followup,
    search,
)


def create_app(settings: Settings | None = None, **overrides: object) -> Flask:
    """Build the application for ``settings``, by default those of the environment.

    ``overrides`` are Flask settings for tests.
    """
    settings = settings or read_settings()
    app = Flask("portal", root_path=str(ROOT / "portal"), template_folder=str(ROOT / "templates"))
    app.request_class = PortalRequest
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_REQUEST_BYTES,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        ALEMBIC={
            "script_location": str(ROOT / "migrations"),
            "version_locations": [str(ROOT / "migrations" / "versions")],
        },
        ALEMBIC_CONTEXT={"transactional_ddl": True},
        WTF_CSRF_TIME_LIMIT=None,
        PORTAL=settings,
    )
    app.config.from_mapping(overrides)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    outbox = Outbox()
    outbox.init_app(app)
    db.init_app(app, settings)
    outbox.listen(app)
    trail.init_app(app)
    Schedule().init_app(app)
    outbox.before(schedule.run)
    mail.init_app(app)
    Alembic(app, metadatas=Model.metadata, run_mkdir=False)
    accounts.init_app(app, settings)
    web.init_app(app, settings)
    errors.init_app(app)
    headers.init_app(app, settings)
    CSRFProtect(app)
    navigation.init_app(app)
    for slice_ in SLICES:
        slice_.init_app(app)
    cli.init_app(app)
    return app
