"""Answers a question or a likeness from a catalogue and a view, whichever engine they come from."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from portal.i18n import Language
from portal.search.engine import Hit, Results
from portal.search.engines.catalogue import Catalogue
from portal.search.engines.likeness import Resemblance
from portal.search.engines.matching import Remembering
from portal.search.engines.question import parse, respelled
from portal.search.engines.ranking import Ranking
from portal.search.engines.spelling import suggestions
from portal.search.engines.view import View
from portal.search.query import Allowed, Likeness, Query, Sort


def answer(catalogue: Catalogue, view: View, query: Query) -> Results:
    """What ``query`` finds in the documents of ``view``."""
    question = parse(query.text, query.renderings)
    ranking = Ranking(view, question)
    near = suggestions(view, ranking.matches)
    if near and not len(ranking.documents):
        question = respelled(question, near)
        ranking = Ranking(view, question)
    documents = ranking.documents
    if question.blank:
        documents = np.flatnonzero(view.visible).astype(np.int32)
    kept, facets = catalogue.sift(documents, query.filters)
    ranks = ranking.ranks(kept) * (query.sort is not Sort.NEWEST)
    first = max(0, query.offset)
    page = catalogue.page(kept, ranks, first, first + max(0, query.limit))
    return Results(
        hits=_hits(catalogue, page, ranking, query.language),
        total=len(kept),
        facets=facets,
        widened=ranking.widened,
        understood=question.understood,
        terms=question.terms,
        near_terms=question.near_terms,
        suggestions=near,
    )


def alike(catalogue: Catalogue, view: View, likeness: Likeness) -> Results:
    """What is most like ``likeness`` among the documents of ``view``."""
    found = Resemblance(catalogue, view, likeness)
    kept, facets = catalogue.sift(found.documents, likeness.filters)
    ranks = found.scores(kept).view(np.int32).astype(np.int64)
    page = catalogue.page(kept, ranks, 0, max(0, likeness.limit))
    return Results(
        hits=_hits(catalogue, page, found, None),
        total=len(kept),
        facets=facets,
        widened=False,
        understood=found.understood,
        terms=found.terms,
    )


def by_viewer(likenesses: Sequence[Likeness]) -> Iterator[tuple[Allowed, list[Likeness]]]:
    """The likenesses in their order, together while the same may be seen."""
    for allowed, some in groupby(likenesses, key=lambda each: each.allowed):
        yield allowed, list(some)


def counted(catalogue: Catalogue, view: View, likenesses: Sequence[Likeness]) -> list[int]:
    """How many of the documents of ``view`` are like each of ``likenesses``."""
    matcher = Remembering(view)
    return [
        catalogue.passing(Resemblance(catalogue, view, each, matcher).documents, each.filters)
        for each in likenesses
    ]


def _hits(
    catalogue: Catalogue,
    page: Sequence[int],
    found: Ranking | Resemblance,
    hint: Language | None,
) -> tuple[Hit, ...]:
    return tuple(
        Hit(
            catalogue.key(number),
            catalogue.kind(number),
            float(score),
            _hint_first(why.languages, hint),
            why.reasons,
            found.shared(number) if isinstance(found, Resemblance) else (),
        )
        for number, score, why in zip(
            page, found.scores(page), found.explained(page, hint), strict=True
        )
    )


def _hint_first(languages: set[Language], hint: Language | None) -> tuple[Language, ...]:
    return tuple(sorted(languages, key=lambda language: (language is not hint, language)))
