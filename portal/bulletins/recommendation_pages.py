"""The page on the recommendations of a bulletin, and the phrase bank beside it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from portal.bulletins import recommending
from portal.bulletins.addressing import in_words
from portal.bulletins.models import Bulletin, Section
from portal.bulletins.recommendation import Recommendation, frozen
from portal.bulletins.recommendation_forms import AddressForm, Values
from portal.bulletins.recommending import Sent, as_text
from portal.bulletins.texts import name_of
from portal.conflicts import fingerprint
from portal.db import db
from portal.incidents.taxonomy import CauseFamily, EindhovenCode
from portal.permissions import Permission, can
from portal.phrases import bank
from portal.web import PREFIX, current_user, requires

blueprint = Blueprint("recommendations", __name__)
ADDRESS = f"{PREFIX}/bulletins/<int(max=2147483647):bulletin>/recommendations"
Answer = str | Response | tuple[str, int]


@blueprint.get(ADDRESS)
@requires(Permission.BULLETIN_READ, Bulletin)
def page(bulletin: Bulletin) -> Answer:
    """To whom each is addressed, against what, and whether we ask on."""
    if not can(current_user(), Permission.RECOMMENDATION_WRITE, bulletin):
        return redirect(url_for("workshop.page", bulletin=bulletin.id))
    return _page(bulletin, {each: AddressForm(each) for each in standing(bulletin)})


@blueprint.post(ADDRESS)
@requires(Permission.RECOMMENDATION_READ, Bulletin)
def address(bulletin: Bulletin) -> Answer:
    """Store what was chosen for all that were on the form; a colleague may have added others."""
    recommending.hold(db.session, current_user(), bulletin)
    forms = {each: AddressForm(each) for each in standing(bulletin)}
    seen = {row: form for row, form in forms.items() if form.opened.data}
    wrong = [form for form in seen.values() if not form.validate()]
    if wrong:
        return _page(bulletin, forms), 422
    sent = {
        row: Sent(form.values, form.opened.data or "", form.keep.data or "")
        for row, form in seen.items()
    }
    theirs = recommending.address(current_user(), bulletin, sent)
    if theirs:
        return _page(bulletin, forms, theirs), 409
    flash(_("Saved"), "success")
    return redirect(url_for("workshop.page", bulletin=bulletin.id), code=303)


@blueprint.post(f"{ADDRESS}/phrase")
@requires(Permission.RECOMMENDATION_READ, Bulletin)
def phrase(bulletin: Bulletin) -> Response:
    """Add a sentence of the phrase bank, in both languages at once."""
    recommending.hold(db.session, current_user(), bulletin)
    chosen = bank.find(db.session, request.form.get("phrase"))
    if chosen is None:
        flash(_("This sentence is offered no more"), "warning")
    else:
        recommending.say(db.session, current_user(), bulletin, chosen)
        flash(_("The sentence stands in both languages"), "success")
    here = url_for("recommendations.page", bulletin=bulletin.id)
    return redirect(here, code=303)


@blueprint.get(f"{ADDRESS}/phrase")
@requires(Permission.BULLETIN_READ, Bulletin)
def before(bulletin: Bulletin) -> Response:
    """The other language of a step that was refused: where the button stood."""
    return redirect(url_for("recommendations.page", bulletin=bulletin.id))


def standing(bulletin: Bulletin) -> list[Recommendation]:
    """The recommendations that the bulletin has now, in order."""
    blocks = bulletin.section(Section.RECOMMENDATION)
    return [block.recommendation for block in blocks if block.recommendation]


def in_short(recommendation: Recommendation) -> dict[str, object]:
    """One recommendation in a line: which block, to whom, against what, asked on, from the bank."""
    advice = frozen(recommendation, 0)
    families = {each.value: str(each.label) for each in CauseFamily}
    codes = {each.value: each.value for each in EindhovenCode}
    return {
        "name": _called(recommendation),
        "to": in_words(advice),
        "causes": ", ".join((codes | families)[code] for code in advice.causes),
        "follow_up": recommendation.follow_up,
        "approved": recommendation.approved_phrase is not None,
    }


def _called(recommendation: Recommendation) -> str:
    blocks = recommendation.bulletin.section(Section.RECOMMENDATION)
    block = recommendation.block
    return name_of(block, blocks.index(block) + 1) if block else ""


def _page(
    bulletin: Bulletin,
    forms: dict[Recommendation, AddressForm],
    theirs: dict[Recommendation, Values] | None = None,
) -> str:
    clashes = theirs or {}
    for row, form in forms.items():
        if row in clashes or not form.opened.data:
            form.opened.data = fingerprint(as_text(Values.of(row)))
    return render_template(
        "workshop/recommendations.html",
        bulletin=bulletin,
        forms=forms,
        theirs={row: _told(values) for row, values in clashes.items()},
        mine={row: _told(forms[row].values) for row in clashes},
        in_short=in_short,
        phrases=bank.offered(db.session),
    )


def _told(values: Values) -> str:
    """What goes with a recommendation, as people read it."""
    said = in_words(frozen(Recommendation(**vars(values)), 0))
    asked = _("Follow-up is asked") if values.follow_up else _("No follow-up is asked")
    return "\n".join([said, ", ".join(values.causes.split()), asked])
