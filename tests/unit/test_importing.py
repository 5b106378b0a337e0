"""The text files of earlier bulletins: read as they are, or refused with line and reason."""

import pytest

from portal.bulletins.importing import Malformed, Source, pair, read
from portal.bulletins.models import Section
from portal.i18n import Language
from portal.language.segments import Kind

NL = """REX 7 – 2019

Incident

Verloop van het incident:

Het toestel stopte tijdens de bestraling. De ploeg wachtte.

Daarna werd het volgende gedaan:

- het toestel werd herstart;
- de fractie werd verdergezet.

Door de dienst uitgevoerde/voorziene correctieve acties:

- De procedure is aangepast.

Aanbeveling van het FANC:

Bespreek dit met uw leverancier.
"""
ACTIONS = "Door de dienst uitgevoerde/voorziene correctieve acties:"
FR = """

REX 7 - 2019

Incident

Déroulement de l'incident :

L'appareil s'est arrêté pendant l'irradiation. L'équipe a attendu.

Ensuite, les actions suivantes ont été menées :

- l'appareil a été redémarré ;
- la séance a été poursuivie.

Actions correctrices prévues/ mises en œuvre par le service :

- La procédure a été adaptée.

Recommandations de l'AFCN:

Discutez-en avec votre fournisseur."""


def _nl(text: str = NL) -> Source:
    return read("NL.txt", text.encode())


def _texts(source: Source, section: Section) -> list[tuple[Kind, str]]:
    return [(piece.segment.kind, piece.segment.text) for piece in source.pieces[section]]


def test_both_files_are_read() -> None:
    nl, fr = pair(_nl(), read("FR.txt", FR.encode()))
    assert (nl.language, nl.number, nl.year) == (Language.NL, 7, 2019)
    assert (fr.language, fr.number, fr.year) == (Language.FR, 7, 2019)
    assert _texts(nl, Section.COURSE) == [
        (Kind.PARAGRAPH, "Het toestel stopte tijdens de bestraling. De ploeg wachtte."),
        (Kind.PARAGRAPH, "Daarna werd het volgende gedaan:"),
        (Kind.BULLET, "het toestel werd herstart;"),
        (Kind.BULLET, "de fractie werd verdergezet."),
    ]
    assert _texts(fr, Section.ACTIONS) == [(Kind.BULLET, "La procédure a été adaptée.")]


def test_the_order_of_the_files_does_not_matter() -> None:
    nl, fr = pair(read("FR.txt", FR.encode()), _nl())
    assert (nl.name, fr.name) == ("NL.txt", "FR.txt")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("REX 7 – 2019", "rex 7-2019  "),
        ("REX 7 – 2019", "REX\N{NO-BREAK SPACE}7 \N{MINUS SIGN} 2019"),
        ("Verloop van het incident:", "Verloop van het incident"),
        ("Verloop van het incident:", "VERLOOP VAN HET INCIDENT\N{NO-BREAK SPACE}: "),
        ("voorziene", "voorziena"),
        ("uitgevoerde/voorziene", "uitgevoerde / voorziene"),
        ("Aanbeveling van", "Aanbevelingen van"),
        ("- het", "– het"),
        ("acties:\n\n", "acties:\n"),
        ("werd herstart;", "werd herstart;   "),
        ("tijdens de", "tijdens\nde"),
    ],
)
def test_what_differs_between_printed_files_is_read_the_same(old: str, new: str) -> None:
    changed = _nl(NL.replace(old, new))
    assert {section: _texts(changed, section) for section in Section} == {
        section: _texts(_nl(), section) for section in Section
    }


def test_files_of_windows_are_read() -> None:
    source = read("NL.txt", b"\xef\xbb\xbf" + NL.replace("\n", "\r\n").encode())
    assert _texts(source, Section.COURSE) == _texts(_nl(), Section.COURSE)


REFUSED = [
    ("", 1, "empty"),
    ("REX – 2019\n", 1, "expected a title"),
    (NL.replace("REX 7", "REX 0"), 1, "expected a title"),
    (NL.replace("REX 7 – 2019", "Bulletin 7"), 1, "expected a title"),
    (NL.replace("Incident\n", "", 1), 4, "expected “Incident”"),
    ("REX 7 – 2019\n", 2, "expected “Incident”"),
    (NL.replace("Verloop van het incident:", "Wat er gebeurde:"), 5, "expected the label"),
    (NL.replace("Verloop van het incident:\n", ""), 6, "expected the label"),
    (NL.replace(ACTIONS, "Acties:"), 14, "unknown label “Acties:”"),
    (NL.replace(f"{ACTIONS}\n", ""), 17, f"“{ACTIONS[:-1]}” should come before"),
    (NL.replace("- de fractie", "Gevolgen:\n\nGeen.\n\n- de fractie"), 12, "Gevolgen:"),
    (NL.replace("- de fractie", "Gevolgen\n\nGeen.\n\n- de fractie"), 12, "Gevolgen"),
    (NL.split("Aanbeveling")[0], 16, "“Aanbeveling van het FANC” is missing"),
    (NL.replace("Bespreek dit met uw leverancier.", ""), 18, "nothing stands below"),
    (NL.replace("- De procedure is aangepast.", ""), 14, "nothing stands below"),
    (NL + "\nVerloop van het incident:\n\nNog iets.\n", 22, "line 5 already"),
    (NL.replace("Aanbeveling van het FANC", "Recommandations de l'AFCN"), 18, "other language"),
    (NL.replace("- het toestel werd herstart;", "-"), 11, "a bullet without text"),
    (NL.replace("stopte", "stop\0te"), 7, "control character"),
    (NL.replace("stopte", "stop\x85te"), 7, "control character"),
]


@pytest.mark.parametrize(("text", "line", "reason"), REFUSED)
def test_a_malformed_file_is_refused_with_line_and_reason(
    text: str, line: int, reason: str
) -> None:
    with pytest.raises(Malformed) as refused:
        _nl(text)
    assert str(refused.value).startswith(f"NL.txt, line {line}: ")
    assert reason in str(refused.value)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_another_encoding_is_refused_with_its_line(encoding: str) -> None:
    text = FR.replace("–", "-").replace("œ", "oe")
    with pytest.raises(Malformed, match="not UTF-8") as refused:
        read("FR.txt", text.encode(encoding))
    assert refused.value.line == (7 if encoding == "latin-1" else 1)


def test_a_file_that_is_far_too_large_is_refused() -> None:
    with pytest.raises(Malformed, match="larger than 1 MB"):
        _nl(NL + "x" * 2**20)


UNPAIRED = [
    (NL, 5, "same language"),
    (FR.replace("REX 7", "REX 8"), 3, "REX 7 – 2019"),
    (FR.replace("2019", "2018"), 3, "REX 7 – 2019"),
    (FR.replace("- la séance", "la séance"), 14, "a paragraph, but a bullet on line 12 in NL.txt"),
    (FR.replace("adaptée.", "adaptée.\n- L'équipe est formée."), 19, "(2 here, 1 there)"),
]


@pytest.mark.parametrize(("text", "line", "reason"), UNPAIRED)
def test_files_that_are_not_one_bulletin_are_refused(text: str, line: int, reason: str) -> None:
    with pytest.raises(Malformed) as refused:
        pair(_nl(), read("FR.txt", text.encode()))
    assert str(refused.value).startswith(f"FR.txt, line {line}: ")
    assert reason in str(refused.value)


def test_a_text_that_only_the_first_file_has_is_named_there() -> None:
    shorter = FR.replace("- la séance a été poursuivie.\n", "")
    with pytest.raises(Malformed, match=r"^NL.txt, line 12: a bullet that has no counterpart"):
        pair(_nl(), read("FR.txt", shorter.encode()))
