"""All answers of a quick report together: what they mean, what is missing, how they are shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import RadioField

from portal.i18n import Language, current_language, format_long_date
from portal.incidents.drafts import Answers
from portal.incidents.moments import write_hour
from portal.incidents.report_forms import PatientForm, WhatForm, WhenForm
from portal.incidents.report_questions import Questions, chosen
from portal.incidents.taxonomy import Danger

PAGES: dict[int, type[Questions]] = {1: WhatForm, 2: WhenForm, 3: PatientForm}
CHECK_PAGE = 4


@dataclass(frozen=True)
class Missing:
    """An answer that a report cannot do without, and the page and field where it is given."""

    page: int
    field: str
    message: str


@dataclass(frozen=True)
class Row:
    """One answer as the check page shows it, and the page and field where it is changed."""

    page: int
    field: str
    label: str
    value: str
    language: Language | None = None


@dataclass(frozen=True)
class Report:
    """The answers of a draft, checked."""

    what: WhatForm
    when: WhenForm
    patient: PatientForm

    @classmethod
    def of(cls, answers: Answers) -> "Report":
        """Read the answers as if all pages had just been sent."""
        given = MultiDict(answers)
        report = cls(WhatForm(given), WhenForm(given), PatientForm(given))
        for page in report.pages:
            page.validate()
        return report

    @property
    def pages(self) -> tuple[Questions, ...]:
        """The pages in their order."""
        return self.what, self.when, self.patient

    @property
    def missing(self) -> list[Missing]:
        """What is not answered yet, or not well."""
        return [
            Missing(page.number, field.id, field.errors[0])
            for page in self.pages
            for field in page
            if field.errors
        ]

    @property
    def next_page(self) -> int:
        """The page to go on with: the first that is not complete, at last the one to check."""
        return next((missing.page for missing in self.missing), CHECK_PAGE)

    @property
    def danger(self) -> Danger:
        """Whether somebody may still be in danger; not, while that is not answered."""
        answer = self.patient.danger.data
        return Danger(answer) if answer in list(Danger) else Danger.NO

    def rows(self) -> Iterator[Row]:
        """Every answer in its order."""
        what, when, patient = self.what, self.when, self.patient
        text = what.description.data or ""
        yield Row(1, "description", what.description.label.text, text, what.written_in)
        yield _row(1, what.language)
        yield Row(2, "found", when.found.label.text, _found(when))
        yield Row(2, "happened", when.happened.label.text, _happened(when))
        yield _row(2, when.step)
        yield Row(2, "system", when.system.label.text, when.equipment)
        yield _row(3, patient.patient)
        for followed_up, answer in (
            (patient.patients, patient.patients_reached),
            (patient.dose, patient.other_dose),
        ):
            if answer:
                yield _row(3, followed_up)
        yield _row(3, patient.danger)


def _row(page: int, field: RadioField) -> Row:
    return Row(page, field.name, field.label.text, chosen(field))


def _found(when: WhenForm) -> str:
    """Date and hour, as typed where they are not understood."""
    if when.found_on is None:
        return " ".join(filter(None, (when.found_date.data, when.found_time.data)))
    hour = write_hour(when.found_at, current_language()) or when.found_time.data
    return ", ".join(filter(None, (format_long_date(when.found_on), hour)))


def _happened(when: WhenForm) -> str:
    if when.happened.data != "other":
        return chosen(when.happened)
    if when.occurred_on is None:
        return when.happened_date.data or _("Another date")
    day = format_long_date(when.occurred_on)
    return _("about %(date)s", date=day) if when.occurred_about else day
