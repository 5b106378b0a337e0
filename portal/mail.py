"""Mail through the outbox: a template in the recipient's language, sent after the commit."""

import re
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import SplitResult, unquote, urlsplit

from flask import Flask, current_app
from flask_babel import LazyString, force_locale
from sqlalchemy.orm import Session

from portal import outbox
from portal.config import Settings
from portal.db import db
from portal.durable import write_durably
from portal.i18n import Language, this_minute
from portal.outbox import Outbox, Task
from portal.text import one_line

KIND = "mail"
POLICY = SMTP.clone(cte_type="7bit")
SMTP_SECONDS = 20


class NotSent(Exception):
    """The mail server did not take a mail. The message names no recipient."""


@dataclass(frozen=True)
class Letter:
    """One mail to one person. ``values`` are for its template: references and links, no texts."""

    to: str
    language: Language
    subject: str | LazyString
    values: Mapping[str, object] = field(default_factory=dict)
    template: str = ""


Builder = Callable[[str], Letter | None]


def init_app(app: Flask) -> None:
    """Let the outbox send mail, each one by itself."""
    app.extensions["letters"] = {}
    box: Outbox = app.extensions["outbox"]
    box.handle(KIND, _send, batch=1)


def builder(app: Flask, name: str, build: Builder) -> None:
    """Let ``build`` make the mails called ``name`` from their key; None: nothing to send now.

    Their templates are ``mail/<name>.txt`` and ``mail/<name>.html``, unless the letter names
    another one.
    """
    app.extensions["letters"][name] = build


def queue(session: Session, name: str, key: object) -> None:
    """Send the mail ``name`` about ``key`` once the transaction of ``session`` is committed."""
    outbox.add(session, (KIND, f"{name}:{key}"))


def address(endpoint: str, language: Language, **values: object) -> str:
    """The full address of a page, also where no request says what ours is."""
    base = urlsplit(_settings().base_url)
    urls = current_app.url_map.bind(
        base.netloc, script_name=f"{base.path}/", url_scheme=base.scheme
    )
    return urls.build(endpoint, {"language": language.value, **values}, force_external=True)


def compose(task: Task) -> EmailMessage | None:
    """The mail of an outbox item: the same identity each time that it is tried."""
    name, _, key = task.ref.partition(":")
    letter = current_app.extensions["letters"][name](key)
    if letter is None:
        return None
    with force_locale(letter.language.value):
        subject = one_line(str(letter.subject))
        values = {"language": letter.language, "subject": subject, **letter.values}
        text, html = (
            current_app.jinja_env.get_template(f"mail/{letter.template or name}.{ending}").render(
                values
            )
            for ending in ("txt", "html")
        )
    message = EmailMessage(policy=POLICY)
    message["Subject"] = subject
    sender = _address(_settings().mail_from)
    message["From"] = sender
    message["To"] = _address(letter.to)
    message["Date"] = this_minute()
    message["Message-ID"] = f"<{_file_name(task)}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    message["Content-Language"] = letter.language.tag
    return message


def _send(tasks: Sequence[Task]) -> None:
    for task in tasks:
        message = compose(task)
        db.session.rollback()
        if message is None:
            continue
        if _settings().smtp_url:
            _deliver(message, urlsplit(_settings().smtp_url))
        else:
            folder = _settings().data_dir / "mail"
            write_durably(folder / f"{_file_name(task)}.eml", message.as_bytes(), mode=0o600)


def _deliver(message: EmailMessage, server: SplitResult) -> None:
    try:
        with _connection(server) as connection:
            if server.username:
                connection.login(unquote(server.username), unquote(server.password or ""))
            connection.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(type(error).__name__) from None


def _connection(server: SplitResult) -> smtplib.SMTP:
    host, context = server.hostname or "", ssl.create_default_context()
    if server.scheme == "smtps":
        return smtplib.SMTP_SSL(host, server.port or 465, timeout=SMTP_SECONDS, context=context)
    connection = smtplib.SMTP(host, server.port or 25, timeout=SMTP_SECONDS)
    connection.ehlo()
    if connection.has_extn("starttls"):
        connection.starttls(context=context)
    return connection


def _address(text: str) -> Address:
    """One address, whatever ``text`` holds; ValueError if it is none."""
    name, _, domain = text.rpartition("@")
    return Address(username=name, domain=domain.encode("idna").decode())


def _file_name(task: Task) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", f"{task.id:08}-{task.ref}".lower())


def _settings() -> Settings:
    settings: Settings = current_app.config["PORTAL"]
    return settings
