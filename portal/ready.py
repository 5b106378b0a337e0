"""Makes the pages of a process ready, so that nobody waits for the first one."""

from flask import current_app


class Pages:
    """Once a process: all templates are read, about a second of work beside the requests."""

    def __init__(self) -> None:
        self._done = False

    def __call__(self) -> None:
        """Read the templates, unless that was done."""
        if not self._done:
            self._done = True
            for name in current_app.jinja_env.list_templates(extensions=["html"]):
                current_app.jinja_env.get_template(name)
