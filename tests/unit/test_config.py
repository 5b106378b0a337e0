"""Settings: good ones are read, a wrong one stops the start with one message that names it."""

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from portal.config import WrongSetting, read_settings


def test_defaults_write_below_the_data_directory_and_listen_on_loopback(tmp_path: Path) -> None:
    settings = read_settings({"PORTAL_DATA_DIR": str(tmp_path / "new")})
    assert settings.database_url.database == str(tmp_path / "new" / "portal.sqlite")
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.base_url == "http://127.0.0.1:8000"


def test_postgresql_is_reached_through_psycopg(tmp_path: Path) -> None:
    url = "postgresql://rex:secret@db.example/rex"
    settings = read_settings({"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_DATABASE_URL": url})
    assert settings.database_url.drivername == "postgresql+psycopg"


def test_a_shared_index_is_in_the_portals_database_unless_told_otherwise(tmp_path: Path) -> None:
    environ = {"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_SEARCH_ENGINE": "postgresql"}
    with pytest.raises(WrongSetting, match="PORTAL_SEARCH_DATABASE_URL"):
        read_settings(environ)
    environ["PORTAL_DATABASE_URL"] = "postgresql://db.example/rex"
    settings = read_settings(environ)
    assert settings.search_database_url == settings.search_replica_url == settings.database_url
    environ["PORTAL_SEARCH_REPLICA_URL"] = "postgresql://replica.example/rex"
    settings = read_settings(environ)
    assert settings.search_replica_url
    assert settings.search_replica_url.drivername == "postgresql+psycopg"
    for name in ("PORTAL_SEARCH_DATABASE_URL", "PORTAL_SEARCH_REPLICA_URL"):
        with pytest.raises(WrongSetting, match=name):
            read_settings({**environ, name: "sqlite:///index.sqlite"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORTAL_SEARCH_ENGINE", "solr"),
        ("PORTAL_PORT", "0"),
        ("PORTAL_PORT", "65536"),
        ("PORTAL_PORT", "eighty"),
        ("PORTAL_PORT", "٨٠"),
        ("PORTAL_PORT", ""),
        ("PORTAL_HOST", "not a host"),
        ("PORTAL_HOST", ""),
        ("PORTAL_DATABASE_URL", "nonsense"),
        ("PORTAL_DATABASE_URL", "mysql://user@host/name"),
        ("PORTAL_DATABASE_URL", "sqlite://"),
        ("PORTAL_DATABASE_URL", "sqlite:///:memory:"),
        ("PORTAL_DATA_DIR", "/dev/null/data"),
        ("PORTAL_BASE_URL", "rex.example.be"),
        ("PORTAL_BASE_URL", "https://somebody@rex.example.be"),
        ("PORTAL_BASE_URL", "https://rex.example.be/#top"),
        ("PORTAL_BASE_URL", "https://rex.example.be:x"),
        ("PORTAL_DATABASE_URL", "postgresql://user@host:x/name"),
        ("PORTAL_DATA_DIR", ""),
        ("PORTAL_DATA_DIR", " "),
        ("PORTAL_SMTP_URL", "mail.example.be"),
        ("PORTAL_SMTP_URL", "smtp://x:abc"),
        ("PORTAL_SMTP_URL", "smtp://x:0"),
        ("PORTAL_SMTP_URL", "smtp://x:65536"),
        ("PORTAL_MAIL_FROM", ""),
        ("PORTAL_MAIL_FROM", "not an address"),
        ("PORTAL_MAIL_FROM", "REX <rex@example.be>"),
        ("PORTAL_MAIL_FROM", "rex@"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str, tmp_path: Path) -> None:
    environ = {"PORTAL_DATA_DIR": str(tmp_path), name: value}
    with pytest.raises(WrongSetting, match=name) as caught:
        read_settings(environ)
    assert "\n" not in str(caught.value)


def test_the_secret_is_made_once_and_only_for_us(tmp_path: Path) -> None:
    settings = read_settings({"PORTAL_DATA_DIR": str(tmp_path)})
    assert len(settings.secret_key) >= 48
    assert settings.secret_key == settings.secret_key
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def _secret(folder: str) -> str:
    return read_settings({"PORTAL_DATA_DIR": folder}).secret_key


def test_processes_that_start_together_have_one_secret(tmp_path: Path) -> None:
    for attempt in range(5):
        with ProcessPoolExecutor(4) as pool:
            assert len(set(pool.map(_secret, [str(tmp_path / str(attempt))] * 4))) == 1
    assert [path.name for path in (tmp_path / "0").iterdir()] == ["secret"]


@pytest.mark.parametrize("content", ["", "x", "x" * 31, " " * 40])
def test_a_secret_that_is_easily_guessed_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret").write_text(content)
    with pytest.raises(WrongSetting, match="secret"):
        _secret(str(tmp_path))


@pytest.mark.parametrize(
    ("host", "base_url", "private"),
    [
        ("127.0.0.1", "", True),
        ("::1", "", True),
        ("localhost", "http://localhost:8000", True),
        ("0.0.0.0", "", False),  # noqa: S104 - what it is about
        ("127.0.0.1", "https://rex.example.be", False),
        ("0.0.0.0", "http://localhost:8000", False),  # noqa: S104
        ("rex", "", False),
    ],
)
def test_who_can_reach_the_portal(tmp_path: Path, host: str, base_url: str, private: bool) -> None:
    environ = {"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_HOST": host}
    settings = read_settings(environ | ({"PORTAL_BASE_URL": base_url} if base_url else {}))
    assert settings.private is private


def test_the_address_is_written_as_browsers_write_it(tmp_path: Path) -> None:
    url = "https://REX.Example.be:443/"
    settings = read_settings({"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_BASE_URL": url})
    assert settings.base_url == "https://rex.example.be"
