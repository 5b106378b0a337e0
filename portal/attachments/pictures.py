"""PNG and JPEG drawn anew: the pixels, upright, and nothing that was told about them."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from portal.attachments import jpeg
from portal.attachments.recognition import Kind, refuse_foreign
from portal.attachments.verdict import Clean, Note, Reason, Refused

PIXELS = 40_000_000
QUALITY = 90
PNG_END = b"IEND\xaeB\x60\x82"
OPAQUE = {"1", "L", "RGB", "I;16"}


def clean(content: bytes, kind: Kind) -> Clean:
    """The picture drawn anew; Refused if it is too large, moves, or carries another file."""
    followed = refuse_foreign(content[_end_of(content, kind) :])
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            drawn = _drawn(content, kind)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise Refused(Reason.TOO_MANY_PIXELS) from error
    return Clean(
        media_type=f"image/{kind.lower()}",
        extension="png" if kind is Kind.PNG else "jpg",
        content=drawn,
        notes=(Note.SHORTENED,) if followed and kind is Kind.PNG else (),
    )


def _drawn(content: bytes, kind: Kind) -> bytes:
    with Image.open(BytesIO(content), formats=[kind.value]) as opened:
        if opened.width * opened.height > PIXELS:
            raise Refused(Reason.TOO_MANY_PIXELS)
        if kind is Kind.PNG and getattr(opened, "is_animated", False):
            raise Refused(Reason.ANIMATED)
        opened.load()
        upright = _opaque(ImageOps.exif_transpose(opened), kind)
    upright.info = {}
    written = BytesIO()
    if kind is Kind.PNG:
        upright.save(written, "PNG")
    else:
        upright.save(written, "JPEG", quality=QUALITY, subsampling=0)
    return written.getvalue()


def _opaque(picture: Image.Image, kind: Kind) -> Image.Image:
    """On white: what lies under transparency can be made visible again, also by others."""
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        white = Image.new("RGB", seen.size, "white")
        white.paste(seen, mask=seen.getchannel("A"))
        return white
    kept = OPAQUE if kind is Kind.PNG else {"L", "RGB"}
    return picture if picture.mode in kept else picture.convert("RGB")


def _end_of(content: bytes, kind: Kind) -> int:
    if kind is Kind.JPEG:
        return jpeg.end_of(content)
    found = content.find(PNG_END)
    return found + len(PNG_END) if found >= 0 else len(content)
