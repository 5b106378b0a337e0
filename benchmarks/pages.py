"""Server time of pages against a bare Flask page, and whether queries grow with the data."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks.portals import signed_in
from benchmarks.timing import cpu_milliseconds
from portal.db import db

AIM = 6
PAGES = {
    "REX page": ("", "/nl/rex/2025/1"),
    "REX list": ("", "/nl/rex"),
    "search": ("", "/nl/search?q=tafel+controle"),
    "quick report, page 1": ("kwaliteit.noord@demo.invalid", "/nl/report"),
    "incidents of a department": ("kwaliteit.noord@demo.invalid", "/nl/incidents"),
    "inbox": ("analist@demo.invalid", "/nl/desk"),
    "search as an analyst": ("analist@demo.invalid", "/nl/search?q=tafel+controle"),
}
BARE = """<!doctype html><html lang="nl"><title>{{ title }}</title><body><h1>{{ title }}</h1>
<ul>{% for row in rows %}<li><a href="{{ url_for('page') }}?{{ row.id }}">{{ row.name }}</a>
<p>{{ row.text }}</p></li>{% endfor %}</ul></body></html>"""


def report(small: Flask, large: Flask) -> None:
    """Print one line a page."""
    bare = cpu_milliseconds(_bare_page())
    print(f"\nbare Flask page with Jinja, 20 rows: {bare:.2f} ms of processor time")
    print(f"{'page':28} {'ms':>7} {'ratio':>7}  (aim ≤ {AIM})   queries at 100 and 10,000")
    for name, (email, path) in PAGES.items():
        clients = [signed_in(app, email) if email else app.test_client() for app in (small, large)]
        own = cpu_milliseconds(lambda client=clients[0], path=path: _get(client, path))  # type: ignore[misc]
        counts = [_queries(app, c, path) for app, c in zip((small, large), clients, strict=True)]
        constant = "constant" if counts[0] == counts[1] else "GROWS"
        print(f"{name:28} {own:7.2f} {own / bare:7.1f}  {counts[0]:>14} {counts[1]:>4} {constant}")


def _bare_page() -> Callable[[], None]:
    app = Flask("bare")
    rows = [
        {"id": n, "name": f"Rij {n}", "text": "Een zin met wat woorden. " * 6} for n in range(20)
    ]

    @app.get("/")
    def page() -> str:
        return render_template_string(BARE, title="Lijst", rows=rows)

    client = app.test_client()
    return lambda: _get(client, "/")


def _get(client: FlaskClient, path: str) -> None:
    answer = client.get(path, buffered=True)
    assert answer.status_code == 200, (path, answer.status_code)


def _queries(app: Flask, client: FlaskClient, path: str) -> int:
    _get(client, path)
    with _counted(app) as seen:
        _get(client, path)
    return len(seen)


@contextmanager
def _counted(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)
