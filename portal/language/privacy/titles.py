"""The words beside which a name stands, and those beside which a capital is no name."""

from portal.language.privacy.known import lines

_CUES = {
    name: frozenset(words.split())
    for name, _, words in (line.partition(": ") for line in lines("cues"))
}

TITLES = _CUES["titles"]
SHORT_TITLES = {"M", "MM", "Ms"}
PLURAL_TITLES = _CUES["plural_titles"]
ROLES = _CUES["roles"]
AND = _CUES["and"]
ARTICLES = _CUES["articles"]
LETTERED = _CUES["lettered"]
THING_BEFORE = _CUES["thing_before"]
EPONYM_BEFORE = _CUES["eponym_before"]
EPONYM_AFTER = _CUES["eponym_after"]
SAINTS = _CUES["saints"]
INVENTED_INITIALS = frozenset("NXYZ")
SAID = _CUES["said"]
DONE = _CUES["done"]
HAS = _CUES["has"]
OBJECTS = _CUES["objects"]
BY = _CUES["by"]
THAT = {"que", "qu", "qu'", "avoir"}
IT_IS = {"c'est", "c'etait", "ce fut", "het was", "het is", "'t was", "dat was"}
PARTICLES = _CUES["particles"]
FIXED_PARTICLES = _CUES["fixed_particles"]
ABBREVIATED = _CUES["abbreviated"]
