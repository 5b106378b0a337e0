"""The application that servers and the ``flask`` command find by themselves."""

import os

from portal import create_app
from portal.cli import in_one_sentence

os.umask(0o077)  # what the portal writes is for its own account
with in_one_sentence():
    app = create_app()
