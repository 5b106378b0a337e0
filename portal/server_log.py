"""The server's own log: what failed and where, and no address beyond its question mark."""

import re
import sys
from typing import Any

from gunicorn.glogging import Logger

from portal.log import without_values

_QUESTION = re.compile(r"\?\S*")
_QUESTIONS = ("q", "{query_string}e")  # gunicorn's names for what follows a question mark


class ServerLog(Logger):  # type: ignore[misc]
    """A search stands in its address, which gunicorn logs of a request that fails.

    It would log all of them where an operator turns its access log on.
    """

    def exception(self, *_message: object, **_options: object) -> None:
        """Say that a request failed and where, not which."""
        error = sys.exc_info()[1]
        self.error_log.error(
            "a request failed: %s", type(error).__name__, exc_info=error and without_values(error)
        )

    def warning(self, message: str, *values: object, **options: Any) -> None:
        """Say what is wrong, such as with a request that cannot be read."""
        told = str(message) % values if values else str(message)
        before, mark, _question = told.partition("?")
        super().warning("%s", before + (mark and "?…"), **options)

    def atoms(self, *given: Any) -> dict[str, Any]:
        """What a line of the access log can hold."""
        found: dict[str, Any] = super().atoms(*given)
        bare = {
            name: _QUESTION.sub("", value) if isinstance(value, str) else value
            for name, value in found.items()
        }
        return bare | dict.fromkeys(_QUESTIONS, "")
