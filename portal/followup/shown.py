"""What a department noted, as people read it."""

from flask_babel import gettext as _

from portal.followup.answering import Said, Talk
from portal.followup.models import Applies
from portal.i18n import format_date


def told(said: Said | None) -> str:
    """Planned, by 30/11/2026."""
    if said is None:
        return _("No answer yet")
    parts = [str(said.reply.label)]
    if said.due_on:
        parts.append(_("by %(date)s", date=format_date(said.due_on)))
    return "\n".join(filter(None, [", ".join(parts), said.reason]))


def told_talk(talk: Talk) -> str:
    """Discussed on 12/10/2026. Partly."""
    day, applies = talk
    discussed = _("Discussed on %(date)s", date=format_date(day)) if day else _("Not discussed yet")
    return "\n".join(filter(None, [discussed, str(Applies(applies).label) if applies else ""]))
