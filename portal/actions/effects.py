"""What follows when an action is done: after three and six months somebody looks if it works."""

from portal.i18n import months_after, today
from portal.incidents.corrective_action import CorrectiveAction, EffectCheck
from portal.incidents.taxonomy import ActionStatus

MONTHS = (3, 6)


def follow(action: CorrectiveAction) -> None:
    """Plan the checks of an action that is done; an answer once given stays."""
    answered = {check.months for check in action.effect_checks if check.answer}
    left = [check for check in action.effect_checks if not check.answer]
    if action.status is not ActionStatus.DONE:
        for check in left:
            action.effect_checks.remove(check)
        return
    planned = {check.months: check for check in left}
    for months in MONTHS:
        if months in planned and action.done_on:
            planned[months].due_on = months_after(action.done_on, months)
        elif months not in planned and months not in answered:
            due_on = months_after(action.done_on or today(), months)
            action.effect_checks.append(EffectCheck(months=months, due_on=due_on))


def done(action: CorrectiveAction) -> None:
    """Note that an action is done today."""
    action.status, action.done_on = ActionStatus.DONE, today()
    follow(action)


def undone(action: CorrectiveAction) -> None:
    """Take back that an action is done."""
    action.status, action.done_on = ActionStatus.PLANNED, None
    follow(action)
