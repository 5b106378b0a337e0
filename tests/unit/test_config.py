"""Settings: good ones are read, a wrong one stops the start with one message that names it."""

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


@pytest.mark.parametrize(
    ("name", "value"),
    [
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
        ("PORTAL_SMTP_URL", "mail.example.be"),
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
