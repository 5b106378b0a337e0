"""The words beside which a name stands, and those beside which a capital is no name."""

TITLES = frozenset(
    "dr drs dre dokter dokters docteur docteurs prof profs professor professoren professeur"
    " professeurs professeure mevr mevrouw mevrouwen mw mej juffrouw dhr heer heren meneer mijnheer"
    " mr mrs mister mme mmes madame mesdames mlle mlles mademoiselle monsieur messieurs pr ir ing"
    " apr em emeritus maitre".split()
)
SHORT_TITLES = {"M", "MM", "Ms"}
PLURAL_TITLES = frozenset(
    "dokters docteurs profs professoren professeurs heren mmes mesdames mlles messieurs".split()
)
ROLES = frozenset(
    "patient patiente patienten patients patientes collega collega's collega’s collegae verpleegkundige"
    " verpleegkundigen verpleger verpleegster fysicus fysica stralingsfysicus stralingsfysica arts"
    " radiotherapeut radiotherapeut-oncoloog oncoloog oncologe dosimetrist dosimetriste technoloog technologe"
    " technicus medewerker medewerkster ict-medewerker stagiair stagiaire student studente assistent assistente"
    " secretaresse diensthoofd hoofdverpleegkundige hoofdverpleegster kwaliteitscoordinator ingenieur"
    " informaticus operator kinesist psycholoog psychologe dietist dietiste brancardier"
    " collegue collegues infirmier infirmiere infirmiers infirmieres physicien physicienne radiophysicien"
    " radiophysicienne medecin medecins technologue technologues technicien technicienne radiotherapeute"
    " oncologue secretaire etudiant etudiante assistant assistante informaticien informaticienne"
    " kinesiste psychologue operateur operatrice chef coordinateur coordinatrice qualiticien qualiticienne"
    " initialen initiaal initiales initiale naam voornaam achternaam familienaam nom prenom s'appelle appelle heet genaamd nomme nommee getekend"
    " signe handtekening signature"
    " echtgenoot echtgenote zoon dochter broer zus moeder vader epoux epouse mari fils fille frere soeur mere"
    " pere".split()
)
AND = frozenset("en et of ou".split())
ARTICLES = frozenset(
    "de het een deze die dit dat onze ons elke geen uw hun haar le la les un une du des au aux ce cet"
    " cette ces notre nos votre vos leur l'".split()
)
LETTERED = frozenset(
    "veld arc punt type groep plan lijn fase bundel toestel zaal kamer bijlage versneller tafel optie"
    " stap niveau klasse graad champ faisceau point groupe salle annexe phase appareil accelerateur option"
    " etape classe grade ligne page figuur figure linac patient patiente patientgroep hepatitis vitamine".split()
)
THING_BEFORE = frozenset(
    "software systeem toestel versneller versie programma module script procedure protocol fantoom"
    " logiciel systeme appareil accelerateur programme campagne project projet cursus formulaire formulier"
    " tabel tableau ligne lijst liste reunion chaine menu knop bouton onglet tabblad scherm ecran fenetre"
    " venster veld champ firma bedrijf societe leverancier fournisseur afdeling departement methode fichier"
    " bestand rubriek rubrique optie option scanner server serveur studie etude trial etiquette werkgroep".split()
)
EPONYM_BEFORE = frozenset(
    "ziekte syndroom maladie syndrome tumor tumeur sarcoom sarcome lymfoom lymphome carcinoom carcinome"
    " test score index indice schaal echelle classificatie classification kamer chambre methode wet loi"
    " algoritme algorithme model modele formule recept recette marge marges margerecept margerecepten techniek"
    " technique katheter catheter sonde applicator applicateur ligament canal cercle ganglion teken signe"
    " stadium stade criteria criteres principe theorema theoreme curve courbe diagram diagramme cul-de-sac"
    " cavum noeud ruimte espace effect effet wig pic piek film fantoom fantome".split()
)
EPONYM_AFTER = frozenset(
    "algoritme score index test schaal syndroom sarcoom lymfoom kamer applicator katheter methode filter"
    " piek syndrome disease stage stadium plot diagram curve criteria marge formule recept fantoom".split()
)
SAINTS = frozenset("sint saint sainte st ste santa san sankt".split())
FAMILY_SIGNS = frozenset("XYZN")
