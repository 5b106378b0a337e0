"""Receipt codes, with which a reporter whom nobody knows follows the report without an account."""

import hashlib
import re
import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.incidents.models import Incident

DIGITS = 16
_BETWEEN = re.compile(r"[\s.\-–]")


def new_code() -> str:
    """A code of sixteen digits that cannot be guessed."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


def read_code(text: str | None) -> str:
    """The digits of a code as people copy it, in groups or not; nothing if it is no code."""
    digits = _BETWEEN.sub("", text or "")
    return digits if re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) else ""


def grouped(code: str) -> str:
    """A code as people read it: 1234 5678 9012 3456."""
    return " ".join(code[start : start + 4] for start in range(0, DIGITS, 4))


def digest(code: str) -> str:
    """What is stored instead of the code.

    It is slow on purpose, so that who holds a copy of the database cannot try out all codes. It
    does not depend on the portal's key, so that a receipt outlives a change of key.
    """
    return hashlib.scrypt(code.encode(), salt=b"receipt", n=2**12, r=8, p=1, dklen=32).hex()


def find(session: Session, code: str, *, hold: bool = False) -> Incident | None:
    """The report that was sent with ``code``; ``hold`` it to write on it.

    Digests are compared, so the time that it takes says nothing about the code.
    """
    query = select(Incident).where(Incident.receipt_hash == digest(code))
    return session.scalar(query.with_for_update(of=Incident) if hold else query)
