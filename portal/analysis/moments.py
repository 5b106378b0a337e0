"""The course of an incident in time: rows that are added, moved, removed, and told as text."""

from datetime import date
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    TextAreaField,
)
from wtforms.validators import Optional, ValidationError

from portal.i18n import Language, Translated, current_language, format_date
from portal.incidents.forms import LINE_LIMIT, DateText, HourText, choices, too_long
from portal.incidents.models import MOST_ROWS, Incident
from portal.incidents.moments import write_hour
from portal.incidents.parts import Moment
from portal.incidents.taxonomy import Profession
from portal.text import clean, one_line

SPARE_ROWS = 2
TYPED = ("day", "hour", "text", "who")
STEPS = {"up": -1, "down": 1}
Row = tuple[date | None, str, bool, str, Profession | None]


class MomentRow(Form):
    """One moment: when, what, and in which role."""

    id = HiddenField()
    day = DateText(_("Day"), filters=[one_line])
    hour = HourText(_("Hour"), filters=[one_line])
    about = BooleanField(_("Approximately"))
    text = TextAreaField(_("What happened?"), filters=[clean], validators=[too_long(LINE_LIMIT)])
    who = SelectField(
        _("Who, as a role"),
        choices=choices(Profession, _("Not filled in")),
        validators=[Optional()],
    )

    def validate_text(self, field: TextAreaField) -> None:
        """A moment says what happened."""
        if not field.data and (self.day.data or self.hour.data):
            raise ValidationError(_("Write what happened at that moment"))


class MomentsForm(FlaskForm):
    """Moments in their order, with a few empty rows; an emptied row disappears."""

    rows = FieldList(FormField(MomentRow), max_entries=MOST_ROWS)

    def written(self) -> list[Any]:
        """The rows in which something is written."""
        return [row for row in self.rows if any(row.form[name].data for name in TYPED)]

    def asked(self, act: str) -> list[Any]:
        """The written rows after ``act``: up, down or remove, with the number of a row from 0."""
        rows, written = list(self.rows), self.written()
        verb, _dash, digits = act.partition("-")
        if digits.isdecimal() and len(digits) < 4 and int(digits) < len(rows):
            row = rows.pop(int(digits))
            if verb != "remove":
                rows.insert(max(int(digits) + STEPS.get(verb, 0), 0), row)
        return [row for row in rows if row in written]

    def add_spare_rows(self) -> None:
        """Have the empty rows at the end, as far as there is room."""
        empty = len(self.rows) - len(self.written())
        for _row in range(min(SPARE_ROWS - empty, MOST_ROWS - len(self.rows))):
            self.rows.append_entry()


def rows_of(incident: Incident) -> list[dict[str, Any]]:
    """What the rows of the form start with."""
    return [
        {
            "id": moment.id,
            "day": moment.day,
            "hour": write_hour(moment.hour, current_language()),
            "about": moment.about,
            "text": moment.text[incident.language],
            "who": moment.who or "",
        }
        for moment in incident.moments
    ]


def write(incident: Incident, rows: list[Any]) -> None:
    """Replace the moments by ``rows`` of the form, each the moment that it was."""
    left: dict[str, Moment | None] = {str(each.id): each for each in incident.moments}
    incident.moments = [
        _filled(left.pop(str(row.form.id.data), None) or Moment(text=Translated()), incident, row)
        for row in rows
    ]
    incident.moments.reorder()  # type: ignore[attr-defined] # of the ordering list


def _filled(moment: Moment, incident: Incident, row: Any) -> Moment:
    form = row.form
    moment.day, moment.hour = form.day.understood, form.hour.understood
    moment.about = form.about.data
    moment.text = moment.text.replace(incident.language, form.text.data)
    moment.who = Profession(form.who.data) if form.who.data else None
    return moment


def stored_text(incident: Incident) -> str:
    """The moments as bullets, in the language of the dossier."""
    language = incident.language
    return _bullets(
        language,
        [
            (each.day, each.hour, each.about, each.text[language], each.who)
            for each in incident.moments
        ],
    )


def typed_text(incident: Incident, rows: list[Any]) -> str:
    """The same for rows of the form."""
    typed = [row.form for row in rows]
    return _bullets(
        incident.language,
        [
            (
                *(row.day.understood, row.hour.understood, row.about.data, row.text.data),
                Profession(row.who.data) if row.who.data else None,
            )
            for row in typed
        ],
    )


def _bullets(language: Language, moments: list[Row]) -> str:
    with force_locale(language.value):
        return "\n".join(f"- {_told(language, *moment)}" for moment in moments)


def _told(
    language: Language, day: date | None, hour: str, about: bool, text: str, who: Profession | None
) -> str:
    when = " ".join(filter(None, [format_date(day) if day else "", write_hour(hour, language)]))
    role = f" ({who.label})" if who else ""
    what = " ".join(text.split())
    if not when:
        return f"{what}{role}"
    colon = ": " if language is Language.NL else "\u00a0: "
    return f"{'± ' if about else ''}{when}{colon}{what}{role}"


def add_to_narrative(incident: Incident) -> None:
    """Append the moments to the narrative, except those that stand there already."""
    language = incident.language
    told = incident.narrative[language]
    lines = told.splitlines()
    new = [line for line in stored_text(incident).splitlines() if line not in lines]
    if new:
        text = "\n\n".join(filter(None, [told, "\n".join(new)]))
        incident.narrative = incident.narrative.replace(language, text)
