"""The table: what can be allowed, and to whom it is."""

from enum import StrEnum

from portal.permissions.predicates import (
    Predicate,
    another_department,
    anyone,
    assigned,
    first_person,
    for_public,
    in_force,
    not_last_editor,
    not_own,
    of_department,
    of_no_department,
    out,
    own,
    own_department,
    role,
    second_person,
    signed_in,
    status,
    unopened,
    without,
)
from portal.permissions.roles import DEPARTMENT, LEADING, REGULATOR, Role


class Permission(StrEnum):
    """Something that can be allowed, as subject:act."""

    START = "start:read"
    REPORT = "report:write"
    REPORT_DRAFT = "report:resume"
    RECEIPT = "receipt:read"
    INCIDENT_LIST = "incident:list"
    INCIDENT_OVERSEE = "incident:oversee"
    INCIDENT_READ = "incident:read"
    INCIDENT_REPORTER = "incident:reporter"
    INCIDENT_WRITE = "incident:write"
    INCIDENT_FOLLOW = "incident:follow"
    INCIDENT_TALK = "incident:talk"
    INCIDENT_NOTIFY = "incident:notify"
    INCIDENT_SUBMIT = "incident:submit"
    INCIDENT_ANSWER = "incident:answer"
    INCIDENT_CONFIRM = "incident:confirm"
    INCIDENT_WITHDRAW = "incident:withdraw"
    ACTIONS = "actions:read"
    TIMES = "times:read"
    PAPER_FORM = "paper:print"
    PAPER_TAKE_OVER = "paper:take_over"
    PAPER_READ = "paper:read"
    PAPER_WRITE = "paper:write"
    PAPER_CHECK = "paper:check"
    PAPER_GIVE_UP = "paper:give_up"
    DIALOGUE_READ = "dialogue:read"
    INTERNAL_NOTE = "note:write"
    DESK = "desk:read"
    DESK_ASSIGN = "desk:assign"
    GROUPS = "groups:read"
    ALERT_LIST = "alert:list"
    ALERT_READ = "alert:read"
    ALERT_BEGIN = "alert:begin"
    ALERT_WRITE = "alert:write"
    ALERT_REWORK = "alert:rework"
    ALERT_SEND = "alert:send"
    ALERT_WITHDRAW = "alert:withdraw"
    INCIDENT_TRIAGE = "incident:triage"
    INCIDENT_ASK = "incident:ask"
    INCIDENT_RECOMMEND = "incident:recommend"
    INCIDENT_PUBLISH = "incident:publish"
    BULLETIN_DRAFT = "bulletin:draft"
    BULLETIN_FEED = "bulletin:feed"
    BULLETIN_LIST = "bulletin:list"
    BULLETIN_READ = "bulletin:read"
    BULLETIN_WRITE = "bulletin:write"
    BULLETIN_TRANSLATE = "bulletin:translate"
    BULLETIN_APPROVE = "bulletin:approve"
    BULLETIN_ASSIGN = "bulletin:assign"
    BULLETIN_FINISH = "bulletin:finish"
    BULLETIN_REOPEN = "bulletin:reopen"
    BULLETIN_DISCARD = "bulletin:discard"
    BULLETIN_CONFIRM = "bulletin:confirm"
    BULLETIN_JUDGE = "bulletin:judge"
    BULLETIN_PUBLISH = "bulletin:publish"
    BULLETIN_REVISE = "bulletin:revise"
    BULLETIN_WITHDRAW = "bulletin:withdraw"
    REX_LIST = "rex:list"
    REX_READ = "rex:read"
    REX_ASK = "rex:ask"
    PHRASE_READ = "phrase:read"
    PHRASE_WRITE = "phrase:write"
    RECOMMENDATION_READ = "recommendation:read"
    RECOMMENDATION_WRITE = "recommendation:write"
    FOLLOWUP_LIST = "followup:list"
    FOLLOWUP_READ = "followup:read"
    FOLLOWUP_ACKNOWLEDGE = "followup:acknowledge"
    FOLLOWUP_ANSWER = "followup:answer"
    FOLLOWUP_OWN = "followup:own"
    FOLLOWUP_ACT = "followup:act"
    FOLLOWUP_OVERSEE = "followup:oversee"
    FOLLOWUP_COUNT = "followup:count"
    FOLLOWUP_REMIND = "followup:remind"
    SEARCH = "search:read"
    SEARCH_SAVE = "search:save"
    SEARCH_SAVED = "search:saved"
    TAXONOMY = "taxonomy:read"
    GLOSSARY_READ = "glossary:read"
    GLOSSARY_WRITE = "glossary:write"
    DUTY_RULES = "duty:read"
    DUTY_EDIT = "duty:write"
    HOSPITALS = "hospitals:manage"
    NAMES = "names:check"
    PEOPLE = "people:manage"
    OWN_ACCOUNT = "account:write"
    INVITATION = "invitation:accept"


SEEN_BY_REGULATOR = (
    *("notified", "submitted", "in_review", "question"),
    *("accepted", "closed", "published", "linked"),
)
KEPT = ("with_department", *SEEN_BY_REGULATOR)

RULES: dict[Permission, list[list[Predicate]]] = {
    Permission.START: [[anyone]],
    Permission.REPORT: [[role(*DEPARTMENT)]],
    Permission.REPORT_DRAFT: [[own]],
    Permission.RECEIPT: [[anyone]],
    Permission.INCIDENT_LIST: [[role(*DEPARTMENT)]],
    Permission.INCIDENT_OVERSEE: [[role(*LEADING)]],
    Permission.INCIDENT_READ: [
        [own],
        [role(*LEADING), own_department],
        [role(Role.ANALYST, Role.PUBLISHER), status(*SEEN_BY_REGULATOR)],
    ],
    Permission.INCIDENT_REPORTER: [
        [role(Role.QUALITY_MANAGER), without(*REGULATOR), own_department]
    ],
    Permission.INCIDENT_WRITE: [
        [role(*LEADING), own_department, status("with_department", "notified", "question")]
    ],
    Permission.INCIDENT_FOLLOW: [[role(*LEADING), own_department, status(*KEPT)]],
    Permission.INCIDENT_TALK: [[own], [role(Role.QUALITY_MANAGER), own_department]],
    Permission.INCIDENT_NOTIFY: [[role(Role.QUALITY_MANAGER), own_department]],
    Permission.INCIDENT_ANSWER: [[role(*LEADING), own_department, status("question")]],
    Permission.INCIDENT_CONFIRM: [
        [role(*LEADING), own_department, status("accepted", "published")]
    ],
    Permission.ACTIONS: [[role(*LEADING)]],
    Permission.TIMES: [[role(Role.QUALITY_MANAGER)]],
    Permission.PAPER_FORM: [[signed_in]],
    Permission.PAPER_TAKE_OVER: [[role(*DEPARTMENT)]],
    Permission.PAPER_READ: [[role(*DEPARTMENT), own_department]],
    Permission.PAPER_WRITE: [[role(*DEPARTMENT), own_department, first_person]],
    Permission.PAPER_CHECK: [[role(*DEPARTMENT), own_department, second_person]],
    Permission.PAPER_GIVE_UP: [[role(Role.QUALITY_MANAGER), own_department]],
    Permission.DIALOGUE_READ: [
        [role(*LEADING), own_department],
        [role(Role.ANALYST, Role.PUBLISHER), status(*SEEN_BY_REGULATOR)],
    ],
    Permission.INTERNAL_NOTE: [
        [
            role(Role.ANALYST, Role.PUBLISHER),
            without(*LEADING),
            another_department,
            status(*SEEN_BY_REGULATOR),
        ]
    ],
    Permission.INCIDENT_ASK: [[role(Role.ANALYST), status(*SEEN_BY_REGULATOR)]],
    Permission.INCIDENT_SUBMIT: [[role(Role.QUALITY_MANAGER), own_department]],
    Permission.INCIDENT_WITHDRAW: [[own, unopened]],
    Permission.DESK: [[role(Role.ANALYST, Role.PUBLISHER)]],
    Permission.DESK_ASSIGN: [[role(Role.ANALYST)]],
    Permission.GROUPS: [[role(Role.ANALYST, Role.PUBLISHER), of_no_department]],
    Permission.ALERT_LIST: [[signed_in]],
    Permission.ALERT_READ: [
        [signed_in, status("sent", "withdrawn")],
        [role(Role.ANALYST, Role.PUBLISHER)],
    ],
    Permission.ALERT_BEGIN: [[role(Role.ANALYST)]],
    Permission.ALERT_WRITE: [[role(Role.ANALYST), status("draft")]],
    Permission.ALERT_REWORK: [[role(Role.ANALYST, Role.PUBLISHER), status("offered")]],
    Permission.ALERT_SEND: [[role(Role.PUBLISHER), status("offered"), not_own, not_last_editor]],
    Permission.ALERT_WITHDRAW: [[role(Role.ANALYST, Role.PUBLISHER), status("sent")]],
    Permission.INCIDENT_TRIAGE: [[role(Role.ANALYST), status(*SEEN_BY_REGULATOR)]],
    Permission.INCIDENT_RECOMMEND: [[role(Role.ANALYST), status("in_review", "accepted")]],
    Permission.INCIDENT_PUBLISH: [[role(Role.PUBLISHER), status("accepted")]],
    Permission.BULLETIN_DRAFT: [[role(Role.ANALYST), status("accepted")]],
    Permission.BULLETIN_FEED: [[role(Role.ANALYST), status("accepted", "published")]],
    Permission.BULLETIN_LIST: [[role(*REGULATOR)]],
    Permission.BULLETIN_READ: [
        [role(Role.ANALYST, Role.PUBLISHER)],
        [role(Role.TRANSLATOR), assigned, status("draft", "ready")],
    ],
    Permission.BULLETIN_WRITE: [[role(Role.ANALYST), status("draft")]],
    Permission.BULLETIN_TRANSLATE: [
        [role(Role.ANALYST), status("draft")],
        [role(Role.TRANSLATOR), assigned, status("draft")],
    ],
    Permission.BULLETIN_APPROVE: [[role(Role.ANALYST, Role.PUBLISHER), status("draft")]],
    Permission.BULLETIN_ASSIGN: [[role(Role.ANALYST, Role.PUBLISHER), status("draft", "ready")]],
    Permission.BULLETIN_FINISH: [[role(Role.ANALYST)]],
    Permission.BULLETIN_REOPEN: [[role(Role.ANALYST, Role.PUBLISHER)]],
    Permission.BULLETIN_DISCARD: [[role(Role.ANALYST)]],
    Permission.BULLETIN_CONFIRM: [[role(Role.ANALYST, Role.PUBLISHER)]],
    Permission.BULLETIN_JUDGE: [
        [role(Role.ANALYST, Role.PUBLISHER), status("draft", "ready")],
        [role(Role.TRANSLATOR), assigned, status("draft", "ready")],
    ],
    Permission.BULLETIN_PUBLISH: [[role(Role.PUBLISHER), not_last_editor]],
    Permission.PHRASE_READ: [[role(*REGULATOR)]],
    Permission.PHRASE_WRITE: [[role(Role.PUBLISHER)]],
    Permission.RECOMMENDATION_READ: [[role(Role.ANALYST)]],
    Permission.RECOMMENDATION_WRITE: [[role(Role.ANALYST), status("draft")]],
    Permission.FOLLOWUP_LIST: [[of_department]],
    Permission.FOLLOWUP_READ: [[of_department, in_force]],
    Permission.FOLLOWUP_ACKNOWLEDGE: [[of_department, in_force]],
    Permission.FOLLOWUP_ANSWER: [[role(*LEADING), of_department, in_force]],
    Permission.FOLLOWUP_OWN: [[of_department, own_department]],
    Permission.FOLLOWUP_ACT: [[role(*LEADING), own_department]],
    Permission.FOLLOWUP_OVERSEE: [[role(Role.ANALYST, Role.PUBLISHER), of_no_department]],
    Permission.FOLLOWUP_COUNT: [[role(Role.ANALYST, Role.PUBLISHER), of_no_department, in_force]],
    Permission.FOLLOWUP_REMIND: [[role(Role.ANALYST, Role.PUBLISHER), of_no_department, in_force]],
    Permission.BULLETIN_REVISE: [[role(Role.PUBLISHER), out]],
    Permission.BULLETIN_WITHDRAW: [[role(Role.PUBLISHER), out]],
    Permission.REX_LIST: [[anyone]],
    Permission.REX_READ: [[out, for_public], [out, signed_in]],
    Permission.REX_ASK: [[signed_in]],
    Permission.SEARCH: [[anyone]],
    Permission.SEARCH_SAVE: [[signed_in]],
    Permission.SEARCH_SAVED: [[own]],
    Permission.TAXONOMY: [[signed_in]],
    Permission.GLOSSARY_READ: [[anyone]],
    Permission.GLOSSARY_WRITE: [[role(*REGULATOR)]],
    Permission.DUTY_RULES: [[signed_in]],
    Permission.DUTY_EDIT: [[role(Role.ADMINISTRATOR, Role.PUBLISHER)]],
    Permission.HOSPITALS: [[role(Role.ADMINISTRATOR, Role.PUBLISHER)]],
    Permission.NAMES: [[signed_in]],
    Permission.PEOPLE: [[role(Role.ADMINISTRATOR)]],
    Permission.OWN_ACCOUNT: [[signed_in]],
    Permission.INVITATION: [[anyone]],
}
