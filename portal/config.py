"""Settings from the environment (prefix ``PORTAL_``): each is checked once, at start."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from portal.durable import write_once

ROOT = Path(__file__).resolve().parent.parent
IDLE_LIMIT = timedelta(minutes=15)
SESSION_LIMIT = timedelta(hours=12)
REPLY_LIMIT = timedelta(days=14)
DRAFT_REMINDER = timedelta(days=7)
DRAFT_NOTICE = timedelta(days=23)
DRAFT_LIMIT = timedelta(days=30)
FOLLOWUP_REMINDER = timedelta(days=60)
MAX_REQUEST_BYTES = 16 * 1024 * 1024
SHORTEST_SECRET = 32
MAIL_FROM = "rex-portal@localhost"


class WrongSetting(Exception):
    """A setting has a value that the portal cannot start with; the message names it."""


@dataclass(frozen=True)
class Settings:
    """What an operator decides. Everything that is written lies below ``data_dir``."""

    database_url: URL
    data_dir: Path
    host: str
    port: int
    base_url: str
    smtp_url: str
    mail_from: str
    contact: str

    @property
    def secure(self) -> bool:
        """Whether visitors reach the portal over HTTPS."""
        return self.base_url.startswith("https://")

    @property
    def private(self) -> bool:
        """Whether only this machine reaches the portal."""
        return _is_loopback(self.host) and _is_loopback(urlsplit(self.base_url).hostname or "")

    @property
    def trusted_hosts(self) -> list[str] | None:
        """The names by which requests may call the portal; None where nobody told its name.

        That is so when it listens everywhere and no PORTAL_BASE_URL says where it is reached.
        """
        named = urlsplit(self.base_url).hostname or ""
        if _is_everywhere(named):
            return None
        names = {named, self.host, "localhost", "127.0.0.1", "::1"}
        return sorted(f"[{name}]" if ":" in name else name for name in names)

    @property
    def secret_key(self) -> str:
        """The key that signs cookies and tokens, made at the first start and kept."""
        path = self.data_dir / "secret"
        if not path.exists():
            with suppress(FileExistsError):
                write_once(path, secrets.token_urlsafe(48).encode(), mode=0o600)
        secret = path.read_text().strip()
        if len(secret) < SHORTEST_SECRET:
            raise WrongSetting(
                f"PORTAL_DATA_DIR: {path} has fewer than {SHORTEST_SECRET} characters. "
                "Remove it: the next start makes a good one, and everybody signs in again."
            )
        return secret


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check every setting; raise :class:`WrongSetting` for the first wrong one."""
    data_dir = _data_dir(environ.get("PORTAL_DATA_DIR", "instance"))
    host = _host(environ.get("PORTAL_HOST", "127.0.0.1"))
    port = _port(environ.get("PORTAL_PORT", "8000"))
    shown_host = f"[{host}]" if ":" in host else host
    return Settings(
        database_url=_database_url(environ.get("PORTAL_DATABASE_URL", ""), data_dir),
        data_dir=data_dir,
        host=host,
        port=port,
        base_url=_base_url(environ.get("PORTAL_BASE_URL", f"http://{shown_host}:{port}")),
        smtp_url=_smtp_url(environ.get("PORTAL_SMTP_URL", "")),
        mail_from=_mail_from(
            "PORTAL_MAIL_FROM", mail_from := environ.get("PORTAL_MAIL_FROM", MAIL_FROM)
        ),
        contact=_mail_from("PORTAL_CONTACT", environ.get("PORTAL_CONTACT", mail_from)),
    )


def _data_dir(value: str) -> Path:
    if not value.strip():
        raise WrongSetting("PORTAL_DATA_DIR: name a folder, or leave the setting out.")
    path = (ROOT / value).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise WrongSetting(
            f"PORTAL_DATA_DIR: {path} cannot be used as a folder ({error.strerror})."
        ) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise WrongSetting(f"PORTAL_DATA_DIR: {path} cannot be written to.")
    return path


def _database_url(value: str, data_dir: Path) -> URL:
    if not value:
        return URL.create("sqlite", database=str(data_dir / "portal.sqlite"))
    try:
        url = make_url(value)
    except (ArgumentError, ValueError) as error:
        raise WrongSetting(
            "PORTAL_DATABASE_URL: this is not a database address; write for example "
            "sqlite:////var/lib/rex/portal.sqlite or postgresql://user:password@host/name."
        ) from error
    match url.get_backend_name():
        case "sqlite" if url.database and ":memory:" not in url.database:
            return URL.create("sqlite", database=str((ROOT / url.database).resolve()))
        case "postgresql":
            return url.set(drivername="postgresql+psycopg")
        case name:
            raise WrongSetting(
                f"PORTAL_DATABASE_URL: {name} is not supported here; "
                "use a SQLite file or a PostgreSQL server."
            )


def _host(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.\-]+|[0-9A-Fa-f:]+", value):
        raise WrongSetting(f"PORTAL_HOST: {value!r} is not an address or a host name.")
    return value


def _port(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65535:
        raise WrongSetting(f"PORTAL_PORT: {value!r} is not a port number from 1 to 65535.")
    return int(value)


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    is_address = parts.scheme in {"http", "https"} and _names_a_host(parts)
    if not is_address or parts.query or parts.fragment or parts.username:
        raise WrongSetting(
            f"PORTAL_BASE_URL: {value!r} is not an address such as https://rex.example.be."
        )
    default_port = {"http": ":80", "https": ":443"}[parts.scheme]
    place = parts.netloc.lower().removesuffix(default_port)
    return f"{parts.scheme}://{place}{parts.path.rstrip('/')}"


def _smtp_url(value: str) -> str:
    parts = urlsplit(value)
    if value and not (parts.scheme in {"smtp", "smtps"} and _names_a_host(parts)):
        raise WrongSetting(
            "PORTAL_SMTP_URL: write smtp://host:port or smtps://user:password@host:port."
        )
    return value


def _mail_from(setting: str, value: str) -> str:
    name, _, domain = value.rpartition("@")
    with suppress(UnicodeError):
        if re.fullmatch(r"[!-?A-~]+", name) and re.fullmatch(
            r"[A-Za-z0-9.\-]+", domain.encode("idna").decode()
        ):
            return value
    raise WrongSetting(f"{setting}: {value!r} is not a mail address such as rex@example.be.")


def _names_a_host(parts: SplitResult) -> bool:
    """Whether there is a host, and a port from 1 to 65535 or none."""
    with suppress(ValueError):
        return bool(parts.hostname) and parts.port != 0
    return False


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _is_everywhere(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_unspecified
    return False
