"""Recommendations as objects of their own, the phrase bank, and what departments do with a REX."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from portal import guards
from portal.db import UTCDateTime
from portal.guards import Guard

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

FIRST_DAY = datetime(2026, 12, 1, 8, tzinfo=UTC)
SENTENCES = (
    (
        "Bespreek deze gebeurtenis eens in het team en ga samen na of ze ook bij u mogelijk is.",
        "Discutez de cet événement en équipe et voyez ensemble s’il serait possible chez vous.",
    ),
    (
        "Het kan nuttig zijn om met de ICT-dienst van het ziekenhuis af te spreken wie bij een storing van het R&V-systeem beslist of er verder bestraald wordt.",
        "Il peut être utile de convenir avec le service informatique de l’hôpital qui décide, lors d’une panne du système R&V, si l’on continue à irradier.",
    ),
    (
        "Ga na of iedereen de werkwijze zonder R&V-systeem kent, en oefen ze af en toe.",
        "Voyez si tout le monde connaît la façon de travailler sans système R&V, et exercez-la de temps en temps.",
    ),
    (
        "Het kan nuttig zijn om na een herstel vanuit een back-up de gegevens van de laatste dagen met twee personen na te kijken voor u de behandelingen hervat.",
        "Après une restauration à partir d’une sauvegarde, il peut être utile de relire à deux les données des derniers jours avant de reprendre les traitements.",
    ),
    (
        "Overweeg om een update eerst met eigen testplannen te beproeven, voor ze in de kliniek gebruikt wordt.",
        "Envisagez d’essayer d’abord une mise à jour avec vos propres plans de test, avant son utilisation en clinique.",
    ),
    (
        "Bespreek met uw leverancier hoe het systeem een waarschuwing toont, en of uw team ze op dat moment kan opmerken.",
        "Discutez avec votre fournisseur de la façon dont le système affiche un avertissement, et voyez si votre équipe peut le remarquer à ce moment.",
    ),
    (
        "Ga na of minstens één controle steunt op een andere bron dan het gegeven dat ze controleert.",
        "Voyez si au moins un contrôle s’appuie sur une autre source que la donnée qu’il vérifie.",
    ),
    (
        "Het kan nuttig zijn om de identiteit van de patiënt bij elke stap op dezelfde manier te vragen, met twee gegevens.",
        "Il peut être utile de demander l’identité du patient de la même façon à chaque étape, au moyen de deux données.",
    ),
    (
        "Bekijk of een controlelijst op dit punt helpt, en hou ze kort genoeg om ze echt te gebruiken.",
        "Voyez si une liste de contrôle aide à ce stade, et gardez-la assez courte pour qu’elle serve vraiment.",
    ),
    (
        "Overweeg om een ongewoon behandelschema duidelijk zichtbaar te maken voor wie bestraalt.",
        "Envisagez de rendre un schéma de traitement inhabituel bien visible pour ceux qui irradient.",
    ),
    (
        "Spreek af wie een wijziging van het plan meldt, aan wie, en hoe u weet dat de boodschap is aangekomen.",
        "Convenez de qui signale une modification du plan, à qui, et de la façon de savoir que le message est arrivé.",
    ),
    (
        "Het kan nuttig zijn om de zijde van de behandeling op twee momenten te bevestigen, los van elkaar.",
        "Il peut être utile de confirmer le côté du traitement à deux moments, indépendamment l’un de l’autre.",
    ),
    (
        "Voorzie tijd waarin nieuwe collega’s deze handeling onder begeleiding kunnen leren.",
        "Prévoyez du temps pour que les nouveaux collègues puissent apprendre ce geste avec un accompagnement.",
    ),
    (
        "Ga na hoe uw dienst een wijziging met de hand in het R&V-systeem terugvindt, en of een tweede persoon ze naleest.",
        "Voyez comment votre service retrouve une modification manuelle dans le système R&V, et si une seconde personne la relit.",
    ),
    (
        "Moedig collega’s en patiënten aan om iets ongewoons meteen te zeggen, en bedank wie dat doet.",
        "Encouragez les collègues et les patients à dire aussitôt ce qui leur semble inhabituel, et remerciez ceux qui le font.",
    ),
)
GUARDS = (
    Guard(
        "guard_phrase_update",
        "phrase",
        "UPDATE",
        "NEW.text_nl <> OLD.text_nl OR NEW.text_fr <> OLD.text_fr",
        "a sentence is retired, never changed",
    ),
    Guard("guard_phrase_delete", "phrase", "DELETE", "", "a sentence is retired, never removed"),
)


def _list(name: str, *codes: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Create them; each block that recommends something gets its row."""
    _create_phrases()
    _create_recommendations()
    _create_readings()
    _create_answers()
    _create_actions()
    guards.create(GUARDS)


def downgrade() -> None:
    """Drop them; the wording stays in the blocks."""
    guards.drop(GUARDS)
    for table in ("rex_action", "recommendation_answer", "rex_reading", "recommendation", "phrase"):
        op.drop_table(table)


def _create_phrases() -> None:
    phrase = op.create_table(
        "phrase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_nl", sa.Text(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("retired_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "NOT (TRUE) OR (trim(text_nl, ' \t\n\x0b\x0c\r\xa0\u202f') <> '' AND trim(text_fr, ' \t\n\x0b\x0c\r\xa0\u202f') <> '')",
            name=op.f("ck_phrase_complete"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )
    op.bulk_insert(phrase, list(_sentences()))


def _sentences() -> Iterator[dict[str, Any]]:
    for nl, fr in SENTENCES:
        yield {"text_nl": nl, "text_fr": fr, "added_at": FIRST_DAY}


def _create_recommendations() -> None:
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=True),
        sa.Column("phrase_id", sa.Integer(), nullable=True),
        sa.Column("addressed_to", sa.Text(), nullable=False),
        sa.Column("systems", sa.Text(), nullable=False),
        sa.Column("techniques", sa.Text(), nullable=False),
        sa.Column("causes", sa.Text(), nullable=False),
        sa.Column("follow_up", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "NOT follow_up OR addressed_to <> ''",
            name=op.f("ck_recommendation_asked_of_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["block_id"], ["block.id"], name=op.f("fk_recommendation_block_id_block")
        ),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_recommendation_bulletin_id_bulletin")
        ),
        sa.ForeignKeyConstraint(
            ["phrase_id"], ["phrase.id"], name=op.f("fk_recommendation_phrase_id_phrase")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("block_id", name=op.f("uq_recommendation_block_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_recommendation_bulletin_id"), "recommendation", ["bulletin_id"], unique=False
    )
    # What was published did not say to whom; drafts begin as new ones do.
    op.execute(
        "INSERT INTO recommendation (bulletin_id, block_id, addressed_to, systems, techniques, "
        "causes, follow_up) SELECT bulletin.id, block.id, CASE WHEN bulletin.status = 'published' "
        "THEN '' ELSE 'departments' END, '', '', '', FALSE FROM block "
        "JOIN bulletin ON bulletin.id = block.bulletin_id WHERE block.section = 'recommendation' "
        "ORDER BY block.bulletin_id, block.position"
    )


def _create_readings() -> None:
    op.create_table(
        "rex_reading",
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("read_at", UTCDateTime(), nullable=True),
        sa.Column("discussed_on", sa.Date(), nullable=True),
        sa.Column("applies", _list("applies", "yes", "partly", "no"), nullable=True),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletin.id"], name=op.f("fk_rex_reading_bulletin_id_bulletin")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_rex_reading_department_id_department"),
        ),
        sa.PrimaryKeyConstraint("bulletin_id", "department_id", name=op.f("pk_rex_reading")),
    )
    op.create_index(
        op.f("ix_rex_reading_department_id"), "rex_reading", ["department_id"], unique=False
    )


def _create_answers() -> None:
    replies = ("done", "planned", "in_place", "not_applicable", "to_examine")
    op.create_table(
        "recommendation_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("reply", _list("reply", *replies), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("language", _list("language", "nl", "fr"), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "reply <> 'planned' OR due_on IS NOT NULL",
            name=op.f("ck_recommendation_answer_planned"),
        ),
        sa.CheckConstraint(
            "reply <> 'not_applicable' OR trim(reason) <> ''",
            name=op.f("ck_recommendation_answer_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_recommendation_answer_department_id_department"),
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_recommendation_answer_recommendation_id_recommendation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_answer")),
        sa.UniqueConstraint(
            "recommendation_id",
            "department_id",
            name=op.f("uq_recommendation_answer_recommendation_id_department_id"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_recommendation_answer_department_id"),
        "recommendation_answer",
        ["department_id"],
        unique=False,
    )


def _create_actions() -> None:
    op.create_table(
        "rex_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", _list("language", "nl", "fr"), nullable=False),
        sa.Column("status", _list("actionstatus", "done", "planned"), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.CheckConstraint("trim(text) <> ''", name=op.f("ck_rex_action_written")),
        sa.CheckConstraint(
            "(status = 'done') = (done_on IS NOT NULL)", name=op.f("ck_rex_action_done_on")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["department.id"],
            name=op.f("fk_rex_action_department_id_department"),
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_rex_action_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["recommendation_id"],
            ["recommendation.id"],
            name=op.f("fk_rex_action_recommendation_id_recommendation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rex_action")),
        sqlite_autoincrement=True,
    )
    for column in ("department_id", "due_on", "recommendation_id"):
        op.create_index(op.f(f"ix_rex_action_{column}"), "rex_action", [column], unique=False)
