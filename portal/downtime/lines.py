"""What was taken over from a paper form, line by line, in the order of the paper."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from portal.conflicts import fingerprint
from portal.downtime.forms import NUMBERS
from portal.downtime.models import PaperReport
from portal.downtime.operations import answers_of
from portal.i18n import Language, current_language, format_long_date
from portal.incidents.moments import write_hour
from portal.incidents.report_answers import Report


@dataclass(frozen=True)
class Line:
    """One line to compare: where it stands on the paper, and what was taken over."""

    name: str
    number: str
    label: str
    value: str
    language: Language | None = None


def lines_of(paper: PaperReport) -> Iterator[Line]:
    """Every line, also the one with the serial and the one with the date."""
    hour = write_hour(paper.written_time, current_language())
    written = ", ".join(filter(None, (format_long_date(paper.written_on), hour)))
    yield Line("serial", "", _("Serial number"), paper.serial)
    yield Line("written_date", "", _("Filled in on"), written)
    for row in Report.of(answers_of(paper)).rows():
        yield Line(row.field, NUMBERS.get(row.field, ""), row.label, row.value, row.language)


def version_of(paper: PaperReport) -> str:
    """A short name for all that was taken over, so that no other version is confirmed."""
    lines = (paper.serial, paper.written_on.isoformat(), paper.written_time, paper.answers)
    return fingerprint("\n".join(lines))
