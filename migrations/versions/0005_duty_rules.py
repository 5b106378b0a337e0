"""The first rules of the duty to notify, and what the database refuses of the department's side.

Facts from the regulator's pages on radiotherapy (Article 60) and on significant events; nobody at
the regulator has confirmed our wording yet, so ``confirmed`` is false. The zone of doubt below a
threshold is our own proposal.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op

from portal import guards
from portal.db import ExactDecimal
from portal.guards import Guard

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SINCE = date(2020, 7, 30)  # the technical regulation on notification
ARTICLE_60 = (
    "https://fanc.fgov.be/nl/professionals/medische-professionelen/radiotherapie/"
    "incidentmelding-radiotherapie"
)
EVENTS = (
    "https://fanc.be/nl/professionals/medische-inrichtingen/humane-geneeskunde/"
    "aangifte-van-significante-gebeurtenissen"
)
PHYSICIAN = (
    "de arts-specialist in de radiotherapie-oncologie",
    "le médecin spécialiste en radiothérapie-oncologie",
)
HEAD = ("het hoofd van de inrichting", "le chef d’établissement")
FORM = ("formulier radiotherapie", "formulaire radiothérapie")
FORM_UNBORN = (
    "formulier ongeboren kind, radiotherapie",
    "formulaire enfant à naître, radiothérapie",
)
DELIVERED = {
    "total_dose": (
        (
            "De totale dosis van de behandeling wijkt 10 % of meer af van het voorschrift, "
            "naar boven of naar beneden"
        ),
        (
            "La dose totale du traitement s’écarte de 10 % ou plus de la prescription, "
            "en plus ou en moins"
        ),
        Decimal(10),
        Decimal(8),
    ),
    "fraction_dose": (
        (
            "De dosis van een fractie wijkt 20 % of meer af van het voorschrift, "
            "naar boven of naar beneden"
        ),
        "La dose d’une fraction s’écarte de 20 % ou plus de la prescription, en plus ou en moins",
        Decimal(20),
        Decimal(16),
    ),
    "systematic": (
        (
            "Een systematische afwijking, groter dan gangbaar voor de techniek, "
            "betreft 10 patiënten of meer"
        ),
        (
            "Un écart systématique, supérieur à ce qui est admis pour la technique, "
            "concerne 10 patients ou plus"
        ),
        Decimal(10),
        Decimal(8),
    ),
    "identity": (
        "De afwijking komt doordat een patiënt verkeerd geïdentificeerd werd",
        "L’écart vient d’une identification erronée d’un patient",
        None,
        None,
    ),
    "effects": (
        "Er zijn onvoorziene deterministische effecten, of ze zijn te verwachten",
        "Des effets déterministes imprévus sont apparus ou sont à craindre",
        None,
        None,
    ),
}
ACTIVITY = (
    "De toegediende activiteit wijkt 10 % of meer af van de bedoelde activiteit",
    "L’activité administrée s’écarte de 10 % ou plus de l’activité prévue",
)
UNBORN = (
    "Een ongeboren kind kreeg meer dan 1 mSv, terwijl de zwangerschap niet gekend was",
    "Un enfant à naître a reçu plus de 1 mSv, alors que la grossesse n’était pas connue",
)
ESTABLISHMENT = (
    (
        "De gebeurtenis betreft meer dan patiënten: personeel, publiek, een bron of de installatie, "
        "en voldoet aan een criterium van het technisch reglement"
    ),
    (
        "L’événement concerne plus que des patients : le personnel, le public, une source ou "
        "l’installation, et répond à un critère du règlement technique"
    ),
)
FIXED = (
    *("code", "regime", "modality", "criterion", "text_nl", "text_fr", "threshold", "exclusive"),
    *("doubt_from", "deadline_days", "deadline_hours", "final_months", "declarant_nl"),
    *("declarant_fr", "form_nl", "form_fr", "source", "valid_from"),
)
CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in FIXED)
GUARDS = (
    *(
        Guard(
            f"guard_{table}_{event.lower()}",
            table,
            event,
            "",
            f"{table} is never {'changed' if event == 'UPDATE' else 'removed'}",
        )
        for table in ("duty_check", "filing")
        for event in ("UPDATE", "DELETE")
    ),
    Guard(
        "guard_duty_rule_update",
        "duty_rule",
        "UPDATE",
        CHANGED,
        "a rule is never changed, a new one follows it",
    ),
    Guard("guard_duty_rule_delete", "duty_rule", "DELETE", "", "duty_rule is never removed"),
)
RULES = sa.table(
    "duty_rule",
    *(sa.column(name, sa.Text) for name in ("code", "regime", "modality", "criterion")),
    *(
        sa.column(f"{name}_{each}", sa.Text)
        for name in ("text", "declarant", "form")
        for each in ("nl", "fr")
    ),
    *(sa.column(name, ExactDecimal) for name in ("threshold", "doubt_from")),
    *(sa.column(name, sa.Boolean) for name in ("exclusive", "confirmed")),
    *(sa.column(name, sa.Integer) for name in ("deadline_days", "deadline_hours", "final_months")),
    *(sa.column(name, sa.Text) for name in ("telephone", "source")),
    sa.column("valid_from", sa.Date),
)


def upgrade() -> None:
    """Write the rules and create the guards."""
    op.bulk_insert(RULES, list(_rules()))
    guards.create(GUARDS)


def downgrade() -> None:
    """Drop the guards; the table goes with its migration."""
    guards.drop(GUARDS)
    op.execute("DELETE FROM duty_check")
    op.execute("DELETE FROM duty_rule")


def _rules() -> Iterator[dict[str, Any]]:
    for modality in ("external", "brachytherapy"):
        for criterion, (dutch, french, threshold, doubt) in DELIVERED.items():
            yield _rule(criterion, (dutch, french), modality, threshold, doubt)
    yield _rule("activity", ACTIVITY, "unsealed", Decimal(10), Decimal(8))
    yield _rule("effects", DELIVERED["effects"][:2], "unsealed", None, None)
    yield _rule("unborn_child", UNBORN, None, Decimal(1), Decimal("0.5")) | {
        "exclusive": True,
        **_both("form", FORM_UNBORN),
    }
    yield _rule("establishment", ESTABLISHMENT, None, None, None) | {
        "regime": "establishment",
        "deadline_days": None,
        "deadline_hours": 48,
        "final_months": 2,
        "source": EVENTS,
        **_both("declarant", HEAD),
        **_both("form", ("", "")),
    }


def _rule(
    criterion: str,
    words: tuple[str, ...],
    modality: str | None,
    threshold: Decimal | None,
    doubt: Decimal | None,
) -> dict[str, Any]:
    return {
        "code": f"{criterion}-{modality}" if modality else criterion,
        "regime": "patients",
        "modality": modality,
        "criterion": criterion,
        "threshold": threshold,
        "exclusive": False,
        "doubt_from": doubt,
        "deadline_days": 7,
        "deadline_hours": None,
        "final_months": None,
        "telephone": "",
        "source": ARTICLE_60,
        "valid_from": SINCE,
        "confirmed": False,
        **_both("text", words),
        **_both("declarant", PHYSICIAN),
        **_both("form", FORM),
    }


def _both(name: str, words: tuple[str, ...]) -> dict[str, str]:
    return {f"{name}_nl": words[0], f"{name}_fr": words[1]}
