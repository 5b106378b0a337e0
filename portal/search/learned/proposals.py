"""Words that the portal learned and the glossary lacks, for those who keep the glossary."""

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.db import db
from portal.glossary.operations import add, clashes, current, entries, held, new_key, write
from portal.i18n import Language
from portal.language.glossary import Glossary
from portal.language.terms import Term
from portal.pages import Paged, page_among
from portal.permissions import Permission
from portal.search.learned.learning import LearnedPair, RefusedPair, rows
from portal.search.words.analysis import is_filler, tokens
from portal.search.words.everyday import meanings
from portal.web import PREFIX, requires
from portal.workflow import NotOpen

blueprint = Blueprint("proposals", __name__)
PAGE = f"{PREFIX}/glossary-proposals"
ONE = f"{PAGE}/<int(max=2147483647):pair>"
PAGE_SIZE = 50
LEAST_SENTENCES = 3  # in fewer, two words often stand beside each other by chance
LEAST_PROBABILITY = 0.6  # below it, one is often but a part of what the other means


@blueprint.get(PAGE)
@requires(Permission.GLOSSARY_WRITE)
def overview() -> str:
    """The pairs with their evidence, the most likely first."""
    glossary = current(db.session)
    found = [row for row in rows(db.session) if _well_seen(row) and _lacking(row, glossary)]
    page = page_among(len(found), PAGE_SIZE)
    shown = found[(page - 1) * PAGE_SIZE :][:PAGE_SIZE]
    return render_template(
        "search/proposals.html", paging=Paged(shown, page, len(found), PAGE_SIZE)
    )


@blueprint.post(f"{ONE}/accept")
@requires(Permission.GLOSSARY_WRITE)
def accept(pair: int) -> Response:
    """Put both words in the glossary: with the term that has one of them, else as a new term."""
    row = _proposed(pair)
    term = Term(key="new", nl=(row.word_nl,), fr=(row.word_fr,))
    known = {clash.term.key: clash.term for clash in clashes(entries(db.session).values(), term)}
    if len(known) > 1:
        raise NotOpen("pair")
    if known:
        key, before = known.popitem()
        write(held(db.session, before), _with(before, term))
    else:
        key = add(db.session, replace(term, key=new_key(db.session, row.word_fr))).key
    db.session.delete(row)
    flash(_("The term is kept."), "success")
    return redirect(url_for("glossary.page", key=key), code=303)


@blueprint.post(f"{ONE}/refuse")
@requires(Permission.GLOSSARY_WRITE)
def refuse(pair: int) -> Response:
    """Remember that both words do not mean the same."""
    row = _proposed(pair)
    db.session.add(RefusedPair(stem_nl=row.stem_nl, stem_fr=row.stem_fr))
    db.session.delete(row)
    flash(_("This pair is not proposed again and searches leave it out."), "success")
    return redirect(url_for("proposals.overview"), code=303)


def _proposed(pair: int) -> LearnedPair:
    row = db.session.get(LearnedPair, pair)
    if row is None:
        abort(404)
    return row


def _with(before: Term, term: Term) -> Term:
    """``before`` with the words of ``term`` as synonyms."""
    return replace(
        before,
        nl=tuple(dict.fromkeys((*before.nl, *term.nl))),
        fr=tuple(dict.fromkeys((*before.fr, *term.fr))),
    )


def _well_seen(row: LearnedPair) -> bool:
    """Whether it is sure enough to ask somebody, and both words say something."""
    sure = row.segments >= LEAST_SENTENCES and row.probability >= LEAST_PROBABILITY
    return sure and not is_filler(row.word_nl) and not is_filler(row.word_fr)


def _lacking(row: LearnedPair, glossary: Glossary) -> bool:
    """Whether neither the glossary nor the everyday list says it, or says what both mean else.

    Two words that each have another meaning stand beside each other by the way of saying it, as
    of "viel op" and "a remarqué".
    """
    dutch = _said_for(Language.NL, row.word_nl, row.stem_nl, glossary)
    if dutch and _said_for(Language.FR, row.word_fr, row.stem_fr, glossary):
        return False
    return all(token.stem != row.stem_fr for words in dutch for token in tokens(words, Language.FR))


def _said_for(read_as: Language, word: str, stem: str, glossary: Glossary) -> list[str]:
    """What the other language says for a word."""
    everyday = meanings().get((read_as, (stem,)), ())
    said = [words for language, words in everyday if language is not read_as]
    return said + [
        words for hit in glossary.find(word, read_as) for words in hit.term[read_as.other]
    ]
