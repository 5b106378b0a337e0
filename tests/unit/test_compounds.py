"""Dutch compounds of the trade come apart, and words that only look like one do not."""

import pytest

from portal.search.words.compounds import parts

GOLD = """
bestralings+sessie bestralings+toestel tafel+verschuiving behandel+plan hoofd+steun bundel+hoek
borst+bestraling long+tumor huid+reactie wervel+kolom isocentrum+test spoed+bestraling
katheter+lengte blaas+vulling beeld+fusie monitor+eenheden dosis+verdeling dosis+berekening
kwaliteits+controle patient+verwisseling plan+versie backup+server databank+herstel
server+onderhoud nood+procedure nood+stop tafel+hoogte tafel+correctie bestralings+masker
knie+kussen borst+wand hals+wervel elektronen+energie wig+filter transfer+tube software+update
stralings+bescherming stralen+bundel doel+volume afspraken+schema behandelings+planning
speeksel+klier hersen+metastase bot+metastase lichaams+bestraling long+blokken
personeels+dosimeter waarschuwings+lamp deur+schakelaar plannings+systeem fractie+dosis
totaal+dosis hart+dosis huid+dosis ademhalings+signaal gewichts+verlies zwangerschaps+test
wacht+zaal bron+wissel prostaat+bestraling dichtheids+tabel oppervlakte+scanner
kalibratie+factor collimator+hoek zijde+verwisseling portaal+beelden bestralings+fiche
dossier+nummer val+risico tafel+stand
"""
WHOLE = """
behandeling bestraling planning controle patiënt patiënten verpleegkundige voorwaarde voorbeeld
achterstand ondertekening overdracht verslag vergadering medewerker toestand ziekenhuis onderdeel
verantwoordelijke bijwerking afspraak toestemming gebruiker werkelijk instelling voorschrift
radiotherapie aanwezig voldoende verandering waarschuwing verwijzing uitvoering handleiding
geboorte kwaliteit volgende verschillende aangepast toediening onmiddellijk medisch technoloog
onderbroken nagekeken
"""


@pytest.mark.parametrize("taken_apart", GOLD.split())
def test_a_compound_comes_apart(taken_apart: str) -> None:
    found = parts(taken_apart.replace("+", ""))
    assert found == tuple(taken_apart.split("+"))


@pytest.mark.parametrize("word", WHOLE.split())
def test_what_is_no_compound_stays_whole(word: str) -> None:
    assert parts(word) == ()


def test_hyphens_accents_and_links_do_not_matter() -> None:
    assert parts("back-upserver") == ("backup", "server")
    assert parts("patiëntverwisseling") == parts("patientverwisseling")
    assert parts("borstbestralingsplan") == ("borst", "bestralings", "plan")
