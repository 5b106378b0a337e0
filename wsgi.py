"""The application that servers and the ``flask`` command find by themselves."""

import os

from portal import create_app

os.umask(0o077)  # what the portal writes is for its own account
app = create_app()
