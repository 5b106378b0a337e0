"""A portal that publishes REX 1 and is killed on the way: ``tests.killed FOLDER URL PLACE``.

PLACE names a function and when its process dies: ``before`` or ``after`` the call of that number,
such as ``after portal.mail.write_durably 2``. Without one it lives.
"""

import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.orm import Session

from portal import create_app, i18n
from portal.bulletins import document
from portal.bulletins.record import Record
from tests.clock import steady
from tests.conftest import FAST_HASHES, settings_for
from tests.pages import Visitor

PUBLISHER = "publisher@test.invalid"


def die() -> None:
    """End at once, as when the power fails."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(when: str, function: str, number: int) -> None:
    """Let this process die at the call of that number."""
    name, _dot, attribute = function.rpartition(".")
    owner = Session if function.startswith("Session.") else import_module(name)
    original: Callable[..., Any] = getattr(owner, attribute)
    left = [number]

    def deadly(*arguments: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] == 0 and when == "before":
            die()
        result = original(*arguments, **named)
        if left[0] == 0:
            die()
        return result

    setattr(owner, attribute, deadly)


def cheap(record: Record, variant: document.Variant, *, base_url: str = "") -> bytes:
    """A document without layout."""
    return f"%PDF {variant} {base_url} {record.to_json()}".encode()


def main(folder: str, url: str, *place: str) -> None:
    """Publish, and die if that is asked."""
    i18n.clock = steady()
    document.render = cheap
    app = create_app(
        settings_for(Path(folder), make_url(url)),
        TESTING=True,
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=FAST_HASHES,
    )
    visitor = Visitor(app)
    visitor.sign_in(PUBLISHER)
    page = visitor.get("/nl/bulletins/1/publish")
    if place:
        arm(place[0], place[1], int(place[2]))
    print("armed", flush=True)  # noqa: T201 - for who waits to kill it
    page.submit("/publish", audience="public")


if __name__ == "__main__":
    main(*sys.argv[1:])
