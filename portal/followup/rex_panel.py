"""What stands beside a REX: how it is in the own department, or what came of it in all."""

from typing import Any

from portal.bulletins.models import Bulletin
from portal.db import db
from portal.followup.counting import departments_of, reach_of
from portal.followup.own import own_of
from portal.i18n import current_language
from portal.permissions import Permission, can
from portal.web import current_user


def values(bulletin: Bulletin) -> dict[str, Any] | None:
    """What its template shows to this person; None: nothing."""
    user = current_user()
    if can(user, Permission.FOLLOWUP_READ, bulletin):
        (own,) = own_of(db.session, user, [bulletin])
        return {"own": own, "bulletin": bulletin}
    if can(user, Permission.FOLLOWUP_COUNT, bulletin):
        return {
            "reach": reach_of(db.session, [bulletin.id])[bulletin.id],
            "departments": len(departments_of(db.session, current_language())),
            "bulletin": bulletin,
        }
    return None
