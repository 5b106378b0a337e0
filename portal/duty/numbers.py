"""Numbers as people type them: 7,5 and 7.5 alike, with or without their unit."""

import re
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import ValidationError

from portal.text import one_line

_NUMBER = re.compile(r"([+-]?)\s*(\d{1,6})(?:\s*[.,]\s*(\d{1,6}))?", re.ASCII)
_COUNT = re.compile(r"[+-]?\d{1,6}", re.ASCII)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}[.]\d{3}", re.ASCII)


def parse_number(text: str) -> Decimal:
    """Read 7,5, 7.5, +7,5 or −7,5; raise ValueError for anything else."""
    match = _NUMBER.fullmatch(text.strip().replace("−", "-"))
    if match is None:
        raise ValueError("not a number")
    sign, whole, part = match.groups()
    return Decimal(f"{sign}{whole}.{part or 0}").normalize() + 0


def write_number(number: Decimal | int) -> str:
    """As people write it here: 7,5."""
    if isinstance(number, int):
        return str(number)
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",").replace("-", "−")


def write_exact(number: Fraction) -> str:
    """With two decimals, cut off: 9,999 is never shown as the 10 that it does not reach."""
    cut = (Decimal(number.numerator) / number.denominator).quantize(Decimal("0.01"), ROUND_DOWN)
    return write_number(cut)


class NumberText(StringField):
    """A number with its unit; ``understood`` holds it exactly."""

    understood: Decimal | int | None = None

    def __init__(
        self,
        label: Any = None,
        *,
        unit: Any = "",
        least: Decimal | None = Decimal(0),
        wrong: LazyString | None = None,
        **options: Any,
    ) -> None:
        super().__init__(label, filters=[one_line], render_kw={"inputmode": "decimal"}, **options)
        self.unit, self.least = unit, least
        self.wrong = wrong or _("Write a number, for example 7,5")

    def process_data(self, value: Any) -> None:
        """Show a stored number as people write it."""
        self.understood = value if isinstance(value, Decimal | int) else None
        self.data = write_number(value) if isinstance(value, Decimal | int) else value

    def post_validate(self, _form: Any, validation_stopped: bool) -> None:
        """Understand the number, or say how to write it."""
        self.understood = None
        if self.data and not validation_stopped:
            self.understood = self.read(self.data.removesuffix(str(self.unit)).strip())
            if self.least is not None and self.understood < self.least:
                least = write_number(self.least)
                raise ValidationError(_("This number cannot be less than %(least)s", least=least))

    def read(self, text: str) -> Decimal | int:
        """The number that ``text`` says."""
        if _THOUSANDS.fullmatch(text):
            raise ValidationError(_("Write thousands without a dot, and decimals with a comma"))
        try:
            return parse_number(text)
        except ValueError as error:
            raise ValidationError(self.wrong) from error


class CountText(NumberText):
    """A whole number."""

    def read(self, text: str) -> int:
        """The number that ``text`` says."""
        signed = text.replace("−", "-")
        if not _COUNT.fullmatch(signed):
            raise ValidationError(_("Write a whole number, for example 25"))
        return int(signed)
