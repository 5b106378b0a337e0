"""The task in which details that may name a person are replaced, or kept for a reason."""

from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import LazyString, force_locale, gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined] # SelectChoice is newer than the types
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectChoice,
    StringField,
)
from wtforms.validators import Optional, ValidationError

from portal.analysis.task import ADDRESS, blueprint, finished
from portal.i18n import now
from portal.incidents.dossier import Answer
from portal.incidents.forms import TITLE_LIMIT, too_long
from portal.incidents.guarded import came_late
from portal.incidents.models import Incident
from portal.incidents.parts import KeptDetail
from portal.incidents.personal import KINDS, Hit, Place, digest, places
from portal.incidents.taxonomy import AnalysisTask
from portal.language.privacy import rules
from portal.permissions import Permission
from portal.text import one_line
from portal.web import requires

TASK = AnalysisTask.PRIVACY
AROUND = 40
REPLACE, KEEP = "replace", "keep"
NEUTRAL: dict[str, LazyString] = {
    rules.NATIONAL_NUMBER: _("[number left out]"),
    rules.EMAIL: _("[address left out]"),
    rules.PHONE: _("[telephone number left out]"),
    rules.BIRTH_DATE: _("[date left out]"),
    rules.FILE_NUMBER: _("[number left out]"),
    rules.ADDRESS: _("[address left out]"),
    rules.NAME: _("[name left out]"),
}


@dataclass
class Detail:
    """One detail of a dossier, with every place where it stands."""

    hit: Hit
    found: list[tuple[Place, Hit]]

    @property
    def what(self) -> LazyString:
        """What it looks like, for people."""
        return KINDS[self.hit.rule]

    @property
    def blocking(self) -> bool:
        """Whether it may be nowhere."""
        return self.hit.blocking

    @property
    def proposal(self) -> str:
        """Neutral words in the language of the text."""
        with force_locale(self.found[0][0].language.value):
            return str(NEUTRAL[self.hit.rule])

    @property
    def quotes(self) -> list[tuple[str, str, str, str]]:
        """For each place: language tag, the words before, the detail, the words after."""
        return [
            (
                place.language.tag,
                place.text[max(0, hit.start - AROUND) : hit.start],
                hit.text,
                place.text[hit.end : hit.end + AROUND],
            )
            for place, hit in self.found
        ]


def details_of(incident: Incident) -> dict[str, Detail]:
    """Every detail that looks personal, by its digest, in reading order."""
    details: dict[str, Detail] = {}
    for place in places(incident):
        for hit in place.hits:
            details.setdefault(digest(hit), Detail(hit, [])).found.append((place, hit))
    return details


class DetailRow(Form):
    """What becomes of one detail."""

    digest = HiddenField()
    act = RadioField(
        _("What do you do with it?"),
        choices=lambda: [
            SelectChoice(REPLACE, gettext("Replace")),
            SelectChoice(KEEP, gettext("Keep, because …")),
        ],
        validators=[Optional()],
    )
    words = StringField(_("Replace by"), filters=[one_line], validators=[too_long(TITLE_LIMIT)])
    reason = StringField(
        _("Why may it stay?"), filters=[one_line], validators=[too_long(TITLE_LIMIT)]
    )

    def validate_reason(self, field: StringField) -> None:
        """What is kept is kept for a reason."""
        if self.act.data == KEEP and not field.data:
            raise ValidationError(_("Write why this detail may stay"))


class DetailsForm(FlaskForm):
    """The details of a dossier."""

    rows = FieldList(FormField(DetailRow))


@blueprint.route(f"{ADDRESS}/privacy", methods=["GET", "POST"])
@requires(Permission.INCIDENT_READ, Incident)
def privacy(incident: Incident) -> Answer:
    """Each detail, to be replaced by neutral words or kept for a reason."""
    details = details_of(incident)
    form = DetailsForm(data={"rows": _rows(incident, details)})
    if came_late(incident):
        return _page(incident, form, details, late=True), 409
    if not form.is_submitted():
        return _page(incident, form, details)
    if not form.validate():
        return _page(incident, form, details), 422
    decided = [
        (details[row.form.digest.data], row.form)
        for row in form.rows
        if row.form.digest.data in details
    ]
    _replace([(detail, row.words.data or "") for detail, row in decided if row.act.data == REPLACE])
    for detail, row in decided:
        _keep(incident, detail, row)
    return finished(incident, TASK)


def _rows(incident: Incident, details: dict[str, Detail]) -> list[dict[str, Any]]:
    kept = {each.digest: each.reason for each in incident.kept_details}
    return [
        {
            "digest": name,
            "act": REPLACE if detail.blocking else KEEP if name in kept else None,
            "words": detail.proposal,
            "reason": kept.get(name, ""),
        }
        for name, detail in details.items()
    ]


def _replace(replaced: list[tuple[Detail, str]]) -> None:
    """Put other words wherever a detail stands, from the end, so that places keep their count."""
    found = [(place, hit, words) for detail, words in replaced for place, hit in detail.found]
    for place, hit, words in sorted(found, key=lambda each: each[1].start, reverse=True):
        place.write(place.text[: hit.start] + words + place.text[hit.end :])


def _keep(incident: Incident, detail: Detail, row: DetailRow) -> None:
    """Note why a detail stays; forget the reason of one that went."""
    kept = {each.digest: each for each in incident.kept_details}
    name = digest(detail.hit)
    if row.act.data == REPLACE and name in kept:
        incident.kept_details.remove(kept[name])
    elif row.act.data == KEEP and not detail.blocking:
        if name not in kept:
            kept[name] = KeptDetail(digest=name, kept_at=now())
            incident.kept_details.append(kept[name])
        kept[name].reason = row.reason.data or ""


def _page(
    incident: Incident, form: DetailsForm, details: dict[str, Detail], *, late: bool = False
) -> str:
    return render_template(
        "analysis/privacy.html",
        incident=incident,
        task=TASK,
        form=form,
        rows=[
            (row.form, details[row.form.digest.data])
            for row in form.rows
            if row.form.digest.data in details
        ],
        late=late,
    )
