"""The application that servers and the ``flask`` command find by themselves."""

from portal import create_app

app = create_app()
