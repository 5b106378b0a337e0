"""A worker makes its pages ready before somebody asks for one."""

import pytest
from flask import Flask

from portal.ready import Pages


def test_all_templates_are_read_once(sqlite_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    templates = sqlite_app.jinja_env
    monkeypatch.setattr(templates, "get_template", read.append)
    ready = Pages()
    with sqlite_app.app_context():
        ready()
        ready()
    assert sorted(read) == sorted(templates.list_templates(extensions=["html"]))
    assert "desk/inbox.html" in read
