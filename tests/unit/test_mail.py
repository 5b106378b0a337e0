"""Mail: in the recipient's language, never more than a link, and tried again until it is sent."""

import smtplib
import ssl
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, ClassVar, Self

import pytest
from flask import Flask
from jinja2 import DictLoader
from sqlalchemy import select, update

from portal import mail
from portal.db import db
from portal.i18n import Language
from portal.outbox import OutboxItem, Task, commit_and_drain
from tests.mailbox import letters, text_of

TEMPLATES = {
    "mail/note.txt": "{{ language.value }}: {{ link }}\n",
    "mail/note.html": '<html lang="{{ language.tag }}"><p><a href="{{ link }}">{{ word }}</a></p>',
}


class Server:
    """Stands in for a mail server: notes what it is told, refuses what it is set to refuse."""

    sent: ClassVar[list[tuple[str, bytes]]] = []
    told: ClassVar[list[str]] = []
    refuses: ClassVar[Exception | None] = None
    offers: ClassVar[set[str]] = set()

    def __init__(self, host: str, port: int, timeout: int, context: object = None) -> None:
        self.told.append(f"{type(self).__name__} {host}:{port}{' verified' if context else ''}")
        assert timeout <= 30

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.told.append("bye")

    def ehlo(self) -> None:
        """Nothing to say."""

    def has_extn(self, name: str) -> bool:
        return name in self.offers

    def starttls(self, context: ssl.SSLContext) -> None:
        assert context.verify_mode is ssl.CERT_REQUIRED
        self.told.append("starttls")

    def login(self, user: str, password: str) -> None:
        self.told.append(f"{user}/{password}")

    def send_message(self, message: EmailMessage) -> None:
        if self.refuses:
            raise self.refuses
        self.sent.append((str(message["To"]), message.as_bytes()))


class TlsServer(Server):
    """The same behind TLS."""


@pytest.fixture
def app(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A portal that can send one more kind of mail."""
    builders = dict(sqlite_app.extensions["letters"])
    monkeypatch.setitem(sqlite_app.extensions, "letters", builders)
    monkeypatch.setattr(sqlite_app.jinja_env, "loader", DictLoader(TEMPLATES))
    sqlite_app.jinja_env.cache = {}
    yield sqlite_app
    sqlite_app.jinja_env.cache = {}


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> type[Server]:
    """A mail server that the portal is told to use."""
    for name, value in (("sent", []), ("told", []), ("refuses", None), ("offers", set())):
        monkeypatch.setattr(Server, name, value)
    monkeypatch.setattr(smtplib, "SMTP", Server)
    monkeypatch.setattr(smtplib, "SMTP_SSL", TlsServer)
    use(app, monkeypatch, "smtp://mail.example:2525")
    return Server


def use(app: Flask, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setitem(app.config, "PORTAL", replace(app.config["PORTAL"], smtp_url=url))


def offer(app: Flask, to: str = "an@test.invalid", **values: Any) -> None:
    """Let "note" be a mail to this address."""
    letter = mail.Letter(
        to,
        values.pop("language", Language.NL),
        values.pop("subject", "Een bericht"),
        {"link": "http://localhost/nl/", "word": "a & b", **values},
    )
    mail.builder(app, "note", lambda key: letter if key != "0" else None)


def send(app: Flask, key: str = "7") -> None:
    with app.app_context():
        mail.queue(db.session, "note", key)
        commit_and_drain()


def waiting(app: Flask) -> list[OutboxItem]:
    with app.app_context():
        return list(db.session.scalars(select(OutboxItem)))


def try_again(app: Flask) -> None:
    with app.app_context():
        db.session.execute(update(OutboxItem).values(lease_until=None))
        commit_and_drain()


@pytest.mark.parametrize("language", Language)
def test_a_mail_is_in_the_language_of_who_gets_it(app: Flask, language: Language) -> None:
    offer(app, language=language)
    send(app)
    (letter,) = letters(app)
    assert letter["Content-Language"] == language.tag
    assert text_of(letter).startswith(f"{language.value}: http://localhost/nl/")
    html = letter.get_body(("html",))
    assert html
    assert ">a &amp; b</a>" in html.get_content()
    assert letter["From"] == "rex@portal.invalid"
    assert letter["Subject"] == "Een bericht"


def test_nothing_is_sent_before_the_commit_or_without_one(app: Flask) -> None:
    offer(app)
    with app.app_context():
        mail.queue(db.session, "note", 7)
        db.session.rollback()
        commit_and_drain()
    assert letters(app) == []


def test_a_builder_may_find_that_there_is_nothing_to_send(app: Flask) -> None:
    offer(app)
    send(app, "0")
    assert letters(app) == []
    assert waiting(app) == []


@pytest.mark.parametrize(
    "to",
    [
        "an@test.invalid\r\nBcc: x@evil.example",
        "an@test.invalid\nSubject: other",
        "an\r\nBcc:x@evil.example @test.invalid",
    ],
)
def test_an_address_cannot_add_a_header(app: Flask, to: str) -> None:
    offer(app, to=to)
    send(app)
    assert letters(app) == []
    assert len(waiting(app)) == 1


@pytest.mark.parametrize("to", ["an@test.invalid, x@evil.example", "A <x@evil.example>, b@c.be"])
def test_an_address_is_one_address(app: Flask, server: type[Server], to: str) -> None:
    offer(app, to=to)
    send(app)
    for _recipient, sent in server.sent:
        message = message_from_bytes(sent, policy=default)
        assert isinstance(message, EmailMessage)
        assert len(message["To"].addresses) == 1


def test_a_subject_cannot_add_a_header(app: Flask) -> None:
    offer(app, subject="Een\r\nBcc: x@evil.example\nbericht")
    send(app)
    (letter,) = letters(app)
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Een Bcc: x@evil.example bericht"


def test_a_mail_that_is_tried_again_is_the_same_mail(app: Flask, server: type[Server]) -> None:
    offer(app)
    server.refuses = smtplib.SMTPServerDisconnected("an@test.invalid was here")
    send(app)
    (item,) = waiting(app)
    assert item.last_error == "NotSent"
    with app.app_context():
        task = Task(item.id, item.ref)
        first, second = mail.compose(task), mail.compose(task)
    assert first
    assert second
    assert first["Message-ID"] == second["Message-ID"]
    server.refuses = None
    try_again(app)
    ((to, sent),) = server.sent
    assert to == "an@test.invalid"
    assert first["Message-ID"].encode() in sent
    assert waiting(app) == []


def test_two_mails_are_two(app: Flask) -> None:
    offer(app)
    send(app)
    send(app)
    assert len({letter["Message-ID"] for letter in letters(app)}) == 2


def test_one_mail_that_fails_does_not_hold_up_the_others(app: Flask) -> None:
    addresses = {"7": "nobody\n@test.invalid", "8": "an@test.invalid"}
    mail.builder(app, "note", lambda key: mail.Letter(addresses[key], Language.NL, "Een bericht"))
    with app.app_context():
        for key in addresses:
            mail.queue(db.session, "note", key)
        commit_and_drain()
        app.extensions["outbox"].drain()
    assert [item.ref for item in waiting(app)] == ["note:7"]
    assert [letter["To"] for letter in letters(app)] == ["an@test.invalid"]


def test_the_log_names_no_recipient(
    app: Flask, server: type[Server], caplog: pytest.LogCaptureFixture
) -> None:
    offer(app)
    server.refuses = smtplib.SMTPRecipientsRefused({"an@test.invalid": (550, b"unknown")})
    send(app)
    assert "NotSent" in caplog.text
    assert "an@test.invalid" not in caplog.text


@pytest.mark.parametrize(
    ("url", "offers", "told"),
    [
        ("smtp://mail.example", set(), ["Server mail.example:25", "bye"]),
        ("smtp://mail.example", {"starttls"}, ["Server mail.example:25", "starttls", "bye"]),
        ("smtps://mail.example", set(), ["TlsServer mail.example:465 verified", "bye"]),
        (
            "smtps://an%40x:p%2Fw@mail.example:2465",
            set(),
            ["TlsServer mail.example:2465 verified", "an@x/p/w", "bye"],
        ),
    ],
)
def test_the_server_is_reached_as_its_address_says(
    app: Flask,
    server: type[Server],
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    offers: set[str],
    told: list[str],
) -> None:
    use(app, monkeypatch, url)
    server.offers = offers
    offer(app)
    send(app)
    assert server.told == told
    assert len(server.sent) == 1
    assert letters(app) == []


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://rex.example.be", "https://rex.example.be/fr/login"),
        ("http://[::1]:8000", "http://[::1]:8000/fr/login"),
        ("https://example.be/rex", "https://example.be/rex/fr/login"),
    ],
)
def test_addresses_are_where_the_portal_stands(
    app: Flask, monkeypatch: pytest.MonkeyPatch, base_url: str, expected: str
) -> None:
    monkeypatch.setitem(app.config, "PORTAL", replace(app.config["PORTAL"], base_url=base_url))
    with app.app_context():
        assert mail.address("security.login", Language.FR) == expected
