"""The portal as ``portal.serve`` serves it, under a clock that a test moves through a file."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask

from portal import create_app, i18n, serve

FILE = "CLOCK_FILE"
machine = i18n.clock


def clock() -> datetime:
    """The machine's clock, moved on by the seconds that the file holds."""
    return machine() + timedelta(seconds=float(Path(os.environ[FILE]).read_text()))


def application() -> Flask:
    """What the server serves."""
    return create_app()


if FILE in os.environ:
    i18n.clock = clock

if __name__ == "__main__":
    serve.main("tests.browser.clocked:application()")
