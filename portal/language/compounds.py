"""Dutch compounds, taken apart by the words of a glossary and a few that help to build them."""

from collections.abc import Collection, Iterator
from functools import lru_cache

LEAST, MOST = 8, 60  # letters of a word that may be a compound
PART = 3
LINKS = ("", "s", "e", "en", "n")
_HELPERS = """
aanduiding aanpassing aansluiting aantal aanvang aanvraag achter actie activiteit advies afspraak
afstand afwijking artikel basis beeld begin behandel beheer beleid bereik berekening beslissing
bestand bewaking bewerking binnen blad bodem boek boven bron buiten bureau code commissie contact
dag data deel deur dienst directie doel dossier druk duur eenheid effect eind einde etiket factor
fase fiche film firma formulier fout functie gebied gebruik gebruiker gegevens geleiding
geschiedenis getal grens groep grootte hals handeling hoek hoofd hoogte houder huis hulp idee
impact index indicatie informatie ingang ingreep inhoud inspectie instelling instructie interval
invoer jaar kaart kamer kant keten keuring keuze klacht klasse kleur knop kwaliteit lamp leider
leiding lenden lengte letter licht lijf lijn lijst limiet linker locatie lokaal maand maat
maatregel manager map materiaal merk meter methode meting midden model module moment motor muur
naam nacht nek niveau nood nummer ochtend onder onderdeel onderhoud onderzoek ontwerp oorzaak
opname opvolging orde overleg overzicht pagina paneel parameter periode persoon pijl plaats plan
plek ploeg poging positie probleem procedure proces product proef programma project punt raad
raadpleging rand reactie rechter reeks regel rekening reserve resultaat richting risico rol ronde
ruimte schaal schema scherm schijf sectie selectie sessie signaal sleutel snelheid software soort
spanning spoed staf stand stap start status stelling sterkte sticker stoel straal stroom structuur
stuk sturing systeem taak tabel tafel team techniek tekst teller termijn test tijd tijdstip titel
toediening toegang toestand toestel top traject type uitbreiding uitslag uitvoer uitvoering uur vak
veiligheid veld venster verandering verbinding verdeling vergadering verhoging verlaging verlies
verloop vermindering versie verslag vervanging verwerking voeding volgorde volume voor voorraad
voorschrift voorstel vorm vraag waarde waarneming wagen wand week weg werk werking wijziging wissel
zaal zijde zone zorg
"""
HELPERS = frozenset(_HELPERS.split())


class Splitter:
    """Takes compounds of ``known`` words apart; ``known`` holds every form, in lower case."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._split = lru_cache(maxsize=1 << 14)(self._find)

    def split(self, word: str, *, apart: bool = False) -> tuple[tuple[int, int], ...]:
        """Where the known words stand in ``word``; nothing unless all of it is accounted for.

        ``apart`` takes a word apart that is itself known.
        """
        if not LEAST <= len(word) <= MOST or not word.isalpha():
            return ()
        return self._split(word, 0, not apart) or ()

    def _find(self, word: str, start: int, whole: bool) -> tuple[tuple[int, int], ...] | None:
        """The parts from ``start`` on, longest first; None where the rest is no word."""
        for end in range(len(word) if whole else len(word) - PART, start + PART - 1, -1):
            part = word[start:end]
            known = part in self._known
            if not known and part not in HELPERS:
                continue
            here = ((start, end),) if known else ()
            if end == len(word):
                return here
            for rest in self._rests(word, end):
                found = self._split(word, rest, True)
                if found is not None:
                    return here + found
        return None

    @staticmethod
    def _rests(word: str, end: int) -> Iterator[int]:
        """Where the next part may start: at once, or after a linking letter."""
        for link in LINKS:
            if word.startswith(link, end) and len(word) - end - len(link) >= PART:
                yield end + len(link)
