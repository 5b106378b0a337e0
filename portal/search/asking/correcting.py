"""One question to an engine, widened by words that stand for its own, slips corrected."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from portal.search.engine import Engine, Results, Suggestion
from portal.search.query import Query, Rendering

Widen = Callable[[str], tuple[Rendering, ...]]


def ask(engine: Engine, query: Query, widen: Widen) -> Results:
    """The answer; a word that nothing stands for is read as the near one that is suggested.

    The suggestions stay in the answer, so that the page can say what was read instead.
    """
    known = widen(query.text)
    results = engine.search(replace(query, renderings=known))
    mistyped = [one for one in results.suggestions if not _known(one, known)]
    if not mistyped:
        return replace(results, suggestions=())
    text = corrected(query.text, mistyped)
    again = engine.search(replace(query, text=text, renderings=widen(text)))
    return replace(again, suggestions=tuple(mistyped))


def corrected(text: str, suggestions: Iterable[Suggestion]) -> str:
    """``text`` with the suggested words in their places."""
    for one in sorted(suggestions, key=lambda each: -each.start):
        text = text[: one.start] + one.words + text[one.end :]
    return text


def _known(suggestion: Suggestion, known: Iterable[Rendering]) -> bool:
    """Whether other words stand for all of the word, so that it is no slip of the hand."""
    return any(one.start <= suggestion.start and suggestion.end <= one.end for one in known)
