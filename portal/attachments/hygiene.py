"""Unknown bytes in; out come a clean PDF, PNG or JPEG, or the reason why not."""

from portal.attachments import papers, pictures
from portal.attachments.recognition import Kind, recognised
from portal.attachments.verdict import LARGEST, Clean, Reason, Refused

LARGEST_CLEAN = 3 * LARGEST


def clean(content: bytes) -> Clean:
    """What is kept of ``content``; Refused for everything else, and for all that goes wrong."""
    if len(content) > LARGEST:
        raise Refused(Reason.TOO_LARGE)
    kind = recognised(content)
    try:
        cleaned = papers.clean(content) if kind is Kind.PDF else pictures.clean(content, kind)
    except Refused:
        raise
    except MemoryError as error:
        raise Refused(Reason.TOO_HEAVY) from error
    except Exception as error:
        raise Refused(Reason.DAMAGED) from error
    if len(cleaned.content) > LARGEST_CLEAN:
        raise Refused(Reason.TOO_HEAVY)
    return cleaned
