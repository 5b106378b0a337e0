"""What a log tells of a failure: what it was and where, never what somebody typed."""

from types import TracebackType

Logged = tuple[type[BaseException], BaseException, TracebackType | None]


def without_values(error: BaseException) -> Logged:
    """The traceback of ``error``, for ``exc_info``, under a message that can hold no text."""
    return RuntimeError, RuntimeError(type(error).__name__), error.__traceback__
