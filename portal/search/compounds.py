"""The parts of a Dutch compound."""


def parts(_word: str) -> tuple[str, ...]:
    """The words that ``_word``, in lower case, is made of; none if it is no compound."""
    return ()
