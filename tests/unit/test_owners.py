"""Actions lose who does them, and nothing else."""

import pytest

from portal.language.owners import without_owners


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Procedure aangepast (stralingsfysicus)", "Procedure aangepast"),
        ("Opleiding (verantwoordelijke: kwaliteitscoördinator en ICT)", "Opleiding"),
        ("Formation – responsable : physicien", "Formation"),
        ("Fysici: checklist invoeren", "Checklist invoeren"),
        ("Copies (base et fichiers) (par technologue)", "Copies (base et fichiers)"),
        ("ICT heeft de procedures aangepast", "ICT heeft de procedures aangepast"),
        ("De fysicus kijkt de telling na", "De fysicus kijkt de telling na"),
        ("(fysicus)", "(fysicus)"),
    ],
)
def test_roles_beside_an_action_go(text: str, left: str) -> None:
    assert without_owners(text) == left
