"""Requests as the portal reads them: a form that costs far more than its size is refused unread."""

from io import BytesIO
from typing import IO, Any

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

MAX_FIELDS = 5_000
MAX_ESCAPES = 500_000
URLENCODED = "application/x-www-form-urlencoded"


class CountedForms(FormDataParser):
    """Counts fields and %-escapes before it parses them: each takes some 200 bytes meanwhile."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> Any:
        """As its parent; RequestEntityTooLarge for more of them than any page sends.

        Werkzeug counts only the parts of a multipart form.
        """
        if mimetype == URLENCODED:
            body = stream.read()
            if body.count(b"&") >= MAX_FIELDS or body.count(b"%") > MAX_ESCAPES:
                raise RequestEntityTooLarge
            stream = BytesIO(body)
        return super().parse(stream, mimetype, content_length, options)


class PortalRequest(Request):
    """A request that carries a form or nothing: no page of ours reads JSON."""

    form_data_parser_class = CountedForms
    is_json = False
