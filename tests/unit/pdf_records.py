"""Bulletins to print: a short one, one that tries the layout, a draft with gaps, the real one."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask_babel import Babel

from portal.bulletins.record import Block, Record
from portal.i18n import Translated
from portal.language.segments import Kind, Segment, split

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
SEED_LABELS = re.compile(
    r"^(?:Verloop|Déroulement|Door de dienst|Actions correctrices|Aanbeveling|Recommandations).*",
    re.MULTILINE,
)


def printing_app() -> Flask:
    """The least that templates and catalogues need."""
    app = Flask("portal", template_folder=str(ROOT / "templates"))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    Babel(app)
    return app


def paragraph(nl: str, fr: str) -> Block:
    """A paragraph in both languages."""
    return Block(Kind.PARAGRAPH, Translated(nl, fr))


def bullet(nl: str, fr: str) -> Block:
    """A bullet in both languages."""
    return Block(Kind.BULLET, Translated(nl, fr))


SHORT = Record(
    year=2026,
    number=7,
    version=2,
    published_at=datetime(2026, 3, 1, 8, 30, tzinfo=UTC),
    title=Translated("Een oude planningsscan bleef in gebruik", "Un ancien scanner resté utilisé"),
    essence=Translated(
        "De eerste drie fracties steunden op beelden van vóór het gewichtsverlies.",
        "Les trois premières séances reposaient sur des images antérieures à la perte de poids.",
    ),
    course=(
        paragraph(
            "Op de nieuwe scan stond een andere datum dan op het masker. De controlelijst vroeg "
            "enkel naar de naam:",
            "Le nouveau scanner portait une autre date que le masque. La liste de contrôle ne "
            "demandait que le nom :",
        ),
        bullet("naam en geboortedatum klopten;", "le nom et la date de naissance concordaient ;"),
        bullet("de datum van de beelden niet.", "la date des images, non."),
        paragraph(
            "Het verschil bleef onder 3 % en werd in de volgende zittingen rechtgezet.",
            "L'écart est resté sous 3 % et a été compensé lors des séances suivantes.",
        ),
    ),
    actions=(
        bullet(
            "De datum van de beelden staat nu op de controlelijst.",
            "La date des images figure désormais sur la liste de contrôle.",
        ),
    ),
    recommendation=(
        paragraph("Vergelijk de datum van elke scan.", "Comparez la date de chaque scanner."),
        paragraph("Verwijder wat niet meer dient.", "Retirez ce qui ne sert plus."),
    ),
    step="planning",
    systems=("TPS", "CT-simulator"),
    cause_families=("O", "H"),
)

ODD = (
    "\u202egnel\u202c \u200f\u05e9\u05dc\u05d5\u05dd\u200f Ω \u03b1/\u03b2 ½ × 10\u207b\u00b3 ± "
    "2 µGy \u2264 5 °C \u2192 \u2610 \u2713 e\u0301 \u1e9e Ĳ Œ « d\u202f! » 😀 \u26a0\ufe0f \x0b "
    "<b>&amp;</b> {{ 7 * 7 }} \ufdfd \x00"
)
LONG = "onderhoudswerkzaamheden aan de versneller tussen twee bestralingszittingen " * 9

AWKWARD = Record(
    year=2026,
    number=12,
    version=11,
    published_at=datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
    title=Translated(ODD, "Ligne-à-ligne " * 20),
    essence=Translated("x" * 400, "Très " * 60),
    course=(
        paragraph("l" * 20_000, "œ" * 300),
        *(paragraph(LONG + ODD, LONG) for _ in range(5)),
        *(bullet(LONG, "court") for _ in range(3)),
    ),
    actions=tuple(bullet("kort", LONG) for _ in range(14)),
    recommendation=tuple(paragraph(LONG, LONG) for _ in range(12)),
    systems=tuple(f"systeem-{number}" for number in range(30)),
)

DRAFT = replace(
    SHORT,
    number=None,
    published_at=None,
    title=Translated("Een titel", ""),
    course=(paragraph("Enkel in het Nederlands.", ""), bullet("", "seulement en français")),
    actions=(),
)


def seed_record() -> Record:
    """The bulletin that was printed in 2020, where its two files can be read."""
    dutch, french = (
        [split(part) for part in SEED_LABELS.split(path.read_text())[1:]]
        for path in sorted(SEEDS.glob("*.txt"), reverse=True)
    )
    course, actions, recommendation = map(_paired, dutch, french)
    return Record(
        year=2020,
        number=3,
        version=1,
        published_at=datetime(2020, 12, 1, 9, tzinfo=UTC),
        title=Translated("REX 3 – 2020", "REX 3 - 2020"),
        essence=Translated(*(text.partition(".")[0] + "." for text in _texts(course[0]))),
        course=course,
        actions=actions,
        recommendation=recommendation,
    )


def _paired(dutch: list[Segment], french: list[Segment]) -> tuple[Block, ...]:
    pairs = zip(dutch, french, strict=True)
    return tuple(Block(nl.kind, Translated(nl.text, fr.text)) for nl, fr in pairs)


def _texts(block: Block) -> tuple[str, str]:
    return block.text.nl, block.text.fr
