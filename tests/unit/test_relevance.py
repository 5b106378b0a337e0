"""The search still finds: a floor well below the figures of ``make bench-relevance``."""

from benchmarks.relevance.data import SETS, aligned, questions, records
from benchmarks.relevance.runs import SIMILAR, Asker
from benchmarks.relevance.silence import MANNERS, cases, right
from portal.language.glossary import shipped
from portal.search.engine import Engine
from portal.search.words.lexicon import learn
from portal.search.words.widening import lexicon_of


def test_questions_find_their_records_in_either_language(engine: Engine) -> None:
    every = records("held_out")
    engine.rebuild([one.document for one in every], 0)
    lexicon = lexicon_of(learn(aligned(every)))
    asker = Asker(engine, {one.key: one for one in every}, shipped(), lexicon)
    asked = questions("held_out")
    typed = [one for one in asked if one.kind != SIMILAR]
    assert asker.measured(typed).ndcg > 0.75
    assert asker.across(typed).ndcg > 0.72
    similar = [one for one in asked if one.kind == SIMILAR]
    assert asker.measured(similar).ndcg > 0.7
    for manner in MANNERS:
        every_case = cases(asker, manner, "held_out", similar)
        shown, _right, _silent, silent_if_unlike = right(every_case, manner.floor)
        assert shown > 0.5, manner.label
        assert silent_if_unlike == 1, manner.label


def test_the_set_is_what_it_says() -> None:
    every = {name: {one.key for one in records(name)} for name in SETS}
    assert len(every["held_out"]) >= 150
    assert len(every["fresh"]) >= 90
    asked = {name: questions(name) for name in SETS}
    texts = [
        (SETS[name], one.language, one.text or one.record) for name in SETS for one in asked[name]
    ]
    assert len(texts) == len(set(texts)) >= 120
    assert abs(len(asked["tuning"]) - len(asked["held_out"])) <= 1
    assert all(every[name] >= one.judged.keys() for name in SETS for one in asked[name])
