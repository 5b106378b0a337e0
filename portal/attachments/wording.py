"""What became of each file, and how large it is, in words."""

from collections.abc import Iterable

from babel.numbers import format_decimal
from flask import flash
from flask_babel import gettext as _

from portal.attachments.operations import Outcome
from portal.i18n import current_language

MEGABYTE = 1_000_000


def tell(outcomes: Iterable[Outcome]) -> None:
    """Say on the next page what became of each file."""
    for each in outcomes:
        flash(said(each), "warning" if each.reason or each.masked or each.notes else "success")


def said(outcome: Outcome) -> str:
    """What became of one file, in a sentence or more."""
    if outcome.reason:
        return _("%(name)s is not added: %(why)s.", name=outcome.name, why=outcome.reason.label)
    sentences = [_("%(name)s is added.", name=outcome.name)]
    sentences += [str(each.label) for each in outcome.notes]
    if outcome.masked:
        sentences.append(_("A national number in its name is left out."))
    return " ".join(sentences)


def disk_refused() -> str:
    """Nothing could be kept."""
    return _("The files could not be kept and none of them is added. Try again in a moment.")


def file_size(count: int) -> str:
    """How large a file is."""
    if count < MEGABYTE:
        return _("%(number)s kB", number=max(1, round(count / 1000)))
    number = format_decimal(round(count / MEGABYTE, 1), locale=str(current_language()))
    return _("%(number)s MB", number=number)
