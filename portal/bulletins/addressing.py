"""To whom the recommendations of a record are addressed, in words, in the locale in force."""

from dataclasses import dataclass

from flask_babel import gettext as _

from portal.bulletins.recommendation import Addressee
from portal.bulletins.record import Advice, Record
from portal.incidents.taxonomy import Technique


def in_words(advice: Advice) -> str:
    """All departments; departments with Orbiton R&V or VMAT, the vendor."""
    return ", ".join(_one(Addressee(code), advice) for code in advice.addressed_to)


@dataclass(frozen=True)
class Addressed:
    """The lines of a record: one for the ``whole`` section, or one below each block by place."""

    whole: str
    each: dict[int, str]


def lines(record: Record) -> Addressed:
    """To whom the recommendations are addressed: said once where it is the same for all."""
    words = {each.place: in_words(each) for each in record.advice if each.addressed_to}
    if len(words) == len(record.recommendation) and len(set(words.values())) == 1:
        return Addressed(words[0], {})
    return Addressed("", words)


def _one(addressee: Addressee, advice: Advice) -> str:
    if addressee is not Addressee.SOME_DEPARTMENTS:
        return str(addressee.label)
    techniques = (
        _("the technique “%(name)s”", name=Technique(code).label) for code in advice.techniques
    )
    what = _(" or ").join([*advice.systems, *techniques])
    return _("departments with %(what)s", what=what)
