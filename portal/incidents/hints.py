"""What a report may say of somebody, shown to its writer; it keeps nobody from sending."""

from portal.incidents.personal import find
from portal.incidents.report import department_here
from portal.incidents.report_answers import Report


def personal(report: Report) -> list[str]:
    """What in the text may name somebody; systems of the department and the report do not."""
    text, home = report.what.description.data or "", department_here()
    things = [*home.system_list, report.when.equipment, home.name.nl, home.name.fr]
    return [hit.text for hit in find(text, report.what.written_in, filter(None, things))]
