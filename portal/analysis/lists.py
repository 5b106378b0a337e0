"""The page of the lists in which dossiers are coded, and each list as a file."""

import csv
import io

from flask import Response, abort, render_template

from portal.analysis.task import blueprint
from portal.i18n import Language
from portal.incidents.vocabulary import Vocabulary, vocabulary
from portal.permissions import Permission
from portal.web import PREFIX, requires

SHOWN = {
    "event_type": "EventType",
    "process_step": "ProcessStep",
    "cause_family": "CauseFamily",
    "eindhoven_code": "EindhovenCode",
    "barrier_kind": "BarrierKind",
    "strength": "Strength",
    "severity": "Severity",
    "dosimetric_impact": "DosimetricImpact",
    "asn_sfro": "AsnSfro",
    "technique": "Technique",
    "profession": "Profession",
}
TEXTS = ("label", "meaning", "example")
CROSSWALK = ("prisma", "aapm", "nsir")


@blueprint.get(f"{PREFIX}/taxonomy")
@requires(Permission.TAXONOMY)
def lists() -> str:
    """Every list with its meanings, examples and names elsewhere."""
    return render_template(
        "analysis/lists.html", lists={name: vocabulary(known) for name, known in SHOWN.items()}
    )


@blueprint.get(f"{PREFIX}/taxonomy/<name>.csv")
@requires(Permission.TAXONOMY)
def list_csv(name: str) -> Response:
    """One list in both languages, as a table."""
    if name not in SHOWN:
        abort(404)
    answer = Response(_table(vocabulary(SHOWN[name])), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _table(list_: Vocabulary) -> str:
    """Codes, words and crosswalk, with a mark at the start so that spreadsheets read UTF-8."""
    written = io.StringIO("\ufeff")
    written.seek(0, io.SEEK_END)
    rows = csv.writer(written)
    texts = [f"{name}_{language.value}" for name in TEXTS for language in Language]
    rows.writerow(["code", *texts, "confirmed", *CROSSWALK])
    for code, term in list_.terms.items():
        said = [getattr(term, name)[language] for name in TEXTS for language in Language]
        elsewhere = [getattr(term, name) for name in CROSSWALK]
        rows.writerow([code, *said, "yes" if term.confirmed else "no", *elsewhere])
    return written.getvalue()
