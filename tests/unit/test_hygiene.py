"""Files are cleaned or refused: what is kept holds nothing but what one sees."""

import io
import random
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, PngImagePlugin

from portal.attachments import hygiene, jpeg
from portal.attachments.cleaner import Cleaner
from portal.attachments.verdict import LARGEST, Note, Reason, Refused

SECRET = b"Janssens"
GPS = {1: "N", 2: (50.0, 51.0, 0.0), 3: "E", 4: (4.0, 21.0, 0.0)}


def picture(kind: str, mode: str = "RGB", **options: Any) -> bytes:
    """A small black picture."""
    written = io.BytesIO()
    Image.new(mode, (40, 20)).save(written, kind, **options)
    return written.getvalue()


def photograph() -> bytes:
    """A JPEG on its side, that tells where, by whom and with what it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = exif[0x013B] = SECRET.decode()
    exif.get_ifd(0x8825).update(GPS)
    exif.get_ifd(0x8769)[0x9286] = SECRET
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    return picture("JPEG", exif=exif, comment=SECRET, icc_profile=SECRET * 40, xmp=xmp)


def screenshot() -> bytes:
    """A PNG with texts, a profile and a moment."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", SECRET.decode())
    told.add_text("Comment", SECRET.decode() * 9, zip=True)
    told.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    exif = Image.Exif()
    exif[0x013B] = SECRET.decode()
    return picture("PNG", pnginfo=told, exif=exif, dpi=(72, 72), icc_profile=SECRET * 9)


def pdf(change: Callable[[Pdf], object] | None = None, pages: int = 1) -> bytes:
    """A PDF with a line of text on each page."""
    made = Pdf.new()
    for number in range(pages):
        made.add_blank_page(page_size=(300, 200))
        page = made.pages[number]
        page.Contents = made.make_stream(b"BT /F1 12 Tf 20 100 Td (Veld 3) Tj ET")
        page.Resources = Dictionary(Font=Dictionary(F1=font(made)))
    if change:
        change(made)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def font(made: Pdf) -> pikepdf.Object:
    kinds = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    return made.make_indirect(kinds)


def archive(name: str = "x.txt") -> bytes:
    """A zip with one file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        opened.writestr(name, "x")
    return written.getvalue()


def refusal(content: bytes) -> Reason:
    with pytest.raises(Refused) as refused:
        hygiene.clean(content)
    return refused.value.reason


def everything_in(content: bytes) -> bytes:
    """Each object and each stream of a PDF, unpacked."""
    with Pdf.open(io.BytesIO(content)) as opened:
        said = [opened.trailer.unparse(resolved=False)]
        for each in opened.objects:
            said.append(each.unparse(resolved=False))
            if isinstance(each, Stream):
                said += [each.read_raw_bytes()]
                if each.get("/Filter") in {None, Name.FlateDecode}:
                    said += [each.read_bytes()]
    return b"\n".join(said)


@pytest.mark.parametrize("sample", [photograph, screenshot])
def test_a_picture_keeps_its_pixels_only(sample: Callable[[], bytes]) -> None:
    content = sample()
    assert SECRET in content
    clean = hygiene.clean(content)
    assert SECRET not in clean.content
    assert b"Exif" not in clean.content
    with Image.open(io.BytesIO(clean.content)) as opened:
        assert not opened.getexif()
        assert not {"comment", "icc_profile", "xmp", "exif", "Author"} & set(opened.info)


def test_a_photograph_stands_upright() -> None:
    with Image.open(io.BytesIO(hygiene.clean(photograph()).content)) as opened:
        assert opened.size == (20, 40)


@pytest.mark.parametrize(
    ("kind", "mode", "kept"),
    [
        ("PNG", "1", "1"),
        ("PNG", "L", "L"),
        ("PNG", "P", "RGB"),
        ("PNG", "LA", "RGB"),
        ("PNG", "RGBA", "RGB"),
        ("PNG", "I;16", "I;16"),
        ("JPEG", "L", "L"),
        ("JPEG", "RGB", "RGB"),
        ("JPEG", "CMYK", "RGB"),
    ],
)
def test_every_kind_of_pixel_is_read(kind: str, mode: str, kept: str) -> None:
    clean = hygiene.clean(picture(kind, mode))
    assert clean.media_type == f"image/{kind.lower()}"
    with Image.open(io.BytesIO(clean.content)) as opened:
        assert opened.size == (40, 20)
        assert opened.mode == kept


def test_nothing_stays_under_transparency() -> None:
    drawn = Image.new("RGBA", (8, 8), (10, 20, 30, 0))
    written = io.BytesIO()
    drawn.save(written, "PNG")
    with Image.open(io.BytesIO(hygiene.clean(written.getvalue()).content)) as opened:
        assert opened.getcolors() == [(64, (255, 255, 255))]


def png_of(width: int, height: int) -> bytes:
    """A PNG that says how large it is and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(6400, 6400), (12_000, 12_000), (60_000, 60_000), (2**31 - 1, 1)])
def test_a_flood_of_pixels_is_refused_before_it_is_drawn(size: tuple[int, int]) -> None:
    assert refusal(png_of(*size)) is Reason.TOO_MANY_PIXELS


def test_a_jpeg_that_claims_to_be_huge_is_refused() -> None:
    content = picture("JPEG")
    at = content.index(b"\xff\xc0") + 5
    huge = content[:at] + struct.pack(">HH", 65_000, 65_000) + content[at + 4 :]
    assert refusal(huge) is Reason.TOO_MANY_PIXELS


def moving() -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    written = io.BytesIO()
    frames[0].save(written, "PNG", save_all=True, append_images=frames[1:])
    return written.getvalue()


def dicom() -> bytes:
    return bytes(128) + b"DICM\x02\x00\x00\x00UL\x04\x00" + SECRET


def word() -> bytes:
    return archive("[Content_Types].xml")


def tape() -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as opened:
        opened.addfile(tarfile.TarInfo("x"))
    return written.getvalue()


REFUSED: dict[str, tuple[bytes, Reason]] = {
    "empty": (b"", Reason.EMPTY),
    "dicom": (dicom(), Reason.DICOM),
    "dicom with a PDF before it": (b"%PDF-1.4".ljust(128) + dicom()[128:], Reason.DICOM),
    "dicom without preamble": (b"\x08\x00\x05\x00\x0a\x00\x00\x00ISO_IR 100", Reason.DICOM),
    "old Office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Reason.OFFICE),
    "new Office": (word(), Reason.OFFICE),
    "rtf": (b"{\\rtf1 x}", Reason.OFFICE),
    "zip": (archive(), Reason.ARCHIVE),
    "tar": (tape(), Reason.ARCHIVE),
    "gzip": (b"\x1f\x8b\x08\x00", Reason.ARCHIVE),
    "svg": (b"<?xml version='1.0'?><svg xmlns='x' onload='x()'/>", Reason.SVG),
    "svg in UTF-16": ("\ufeff<svg/>".encode("utf-16"), Reason.SVG),
    "web page": (b"\n<!DOCTYPE html><svg></svg>", Reason.WEB_PAGE),
    "script": (b"<script>x</script>", Reason.WEB_PAGE),
    "ELF": (b"\x7fELF\x02\x01\x01", Reason.PROGRAM),
    "Windows": (b"MZ\x90\x00", Reason.PROGRAM),
    "shell": (b"#!/bin/sh\n", Reason.PROGRAM),
    "gif": (b"GIF89a\x01\x00", Reason.OTHER_PICTURE),
    "heic": (b"\0\0\0\x18ftypheic", Reason.OTHER_PICTURE),
    "webp": (b"RIFF\0\0\0\0WEBP", Reason.OTHER_PICTURE),
    "text": (b"Jan Janssens", Reason.UNKNOWN),
    "moving": (moving(), Reason.ANIMATED),
    "cut short": (photograph()[:900], Reason.DAMAGED),
    "PNG cut short": (screenshot()[:-60], Reason.DAMAGED),
    "start of a JPEG": (b"\xff\xd8\xff", Reason.DAMAGED),
    "start of a PDF": (b"%PDF-1.7\n", Reason.DAMAGED),
    "PNG and zip": (screenshot() + archive(), Reason.TWO_IN_ONE),
    "JPEG and zip": (photograph() + archive(), Reason.TWO_IN_ONE),
    "JPEG and PHP": (photograph() + b"<?php system('x');", Reason.TWO_IN_ONE),
    "JPEG and web page": (photograph() + b"<HTML><script>", Reason.TWO_IN_ONE),
    "JPEG with a PDF in it": (picture("JPEG", comment=pdf()), Reason.TWO_IN_ONE),
    "PDF and zip": (pdf() + archive(), Reason.TWO_IN_ONE),
    "PDF and web page": (pdf() + b"\n<html>", Reason.TWO_IN_ONE),
    "PDF behind a web page": (b"<html>" + pdf(), Reason.TWO_IN_ONE),
    "PDF behind something": (b"x" * 20 + pdf(), Reason.TWO_IN_ONE),
    "gif and jar": (b"GIF89a" + archive(), Reason.OTHER_PICTURE),
    "too large": (photograph() + bytes(LARGEST), Reason.TOO_LARGE),
}


@pytest.mark.parametrize("name", REFUSED)
def test_everything_else_is_refused_by_name(name: str) -> None:
    content, reason = REFUSED[name]
    assert refusal(content) is reason


def test_what_a_telephone_puts_behind_a_photograph_is_left_out() -> None:
    clean = hygiene.clean(photograph() + b"\0\0SEFT" + SECRET)
    assert SECRET not in clean.content
    assert hygiene.clean(screenshot() + SECRET).notes == (Note.SHORTENED,)


def acting(made: Pdf) -> None:
    """Everything in which a PDF can tell, hide or do something."""
    secret, page = String(SECRET.decode()), made.pages[0]
    stream = made.make_stream(SECRET)
    action = Dictionary(S=Name.JavaScript, JS=secret)
    field = made.make_indirect(Dictionary(FT=Name.Tx, T=secret, V=String("12 Gy"), A=action))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    link.A = Dictionary(S=Name.URI, URI=secret)
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=secret, T=secret
    )
    page.Annots = made.make_indirect(Array([link, note]))
    page.PieceInfo = Dictionary(X=Dictionary(Private=secret))
    page.Metadata, page.Thumb, page.LastModified = stream, stream, secret
    page.AA, page.AF = Dictionary(O=action), Array([Dictionary(EF=Dictionary(F=stream))])
    page.Resources.Properties = Dictionary(MC0=Dictionary(Metadata=stream, Name=secret))
    form = made.make_stream(b"q Q", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
    form.Metadata, form.PieceInfo, form.LastModified = stream, Dictionary(X=secret), secret
    form.Ref = Dictionary(F=secret)
    script = made.make_stream(SECRET, Type=Name.XObject, Subtype=Name.PS)
    photo = made.make_stream(photograph(), Type=Name.XObject, Subtype=Name.Image)
    photo.Filter, photo.Metadata = Name.DCTDecode, stream
    page.Resources.XObject = Dictionary(Fm0=form, Ps0=script, Im0=photo)
    root = made.Root
    root.OpenAction, root.AA = action, Dictionary(WC=action)
    root.Metadata, root.PieceInfo = stream, Dictionary(X=secret)
    root.Names = Dictionary(
        JavaScript=Dictionary(Names=Array([secret, action])),
        EmbeddedFiles=Dictionary(Names=Array([secret, Dictionary(EF=Dictionary(F=stream))])),
    )
    root.AcroForm = Dictionary(Fields=Array([field]), XFA=stream, SigFlags=3)
    root.Outlines = Dictionary(First=made.make_indirect(Dictionary(Title=secret)))
    root.Secret = made.trailer.Secret = secret
    made.docinfo["/Author"] = made.docinfo["/Title"] = SECRET.decode()


def test_a_pdf_keeps_its_pages_only() -> None:
    content = pdf(acting)
    assert SECRET in everything_in(content)
    clean = hygiene.clean(content)
    inside = everything_in(clean.content)
    assert SECRET not in inside
    for name in (b"/JavaScript", b"/JS", b"/Annots", b"/XFA", b"/EF", b"/Metadata", b"/Info"):
        assert name not in inside, name
    assert b"(Veld 3) Tj" in inside
    with Pdf.open(io.BytesIO(clean.content)) as opened:
        assert set(opened.Root.keys()) == {"/Type", "/Pages"}
        assert opened.pages[0].mediabox == Array([0, 0, 300, 200])
        photo = opened.pages[0].Resources.XObject.Im0
        assert photo.read_raw_bytes() == jpeg.without_words(photograph())
    assert Note.FLATTENED in clean.notes


def test_no_earlier_version_is_kept() -> None:
    first = pdf(lambda made: made.pages[0].Contents.write(SECRET))
    with Pdf.open(io.BytesIO(first)) as opened:
        (number, _generation) = opened.pages[0].Contents.objgen
    start = first.rindex(b"startxref")
    offset, new = len(first), b"BT (Veld 3) Tj ET"
    update = b"%d 0 obj\n<< /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (
        number,
        len(new),
        new,
    )
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n" % (number, offset)
    with Pdf.open(io.BytesIO(first)) as opened:
        root = opened.Root.objgen[0]
    trailer = b"<< /Size 99 /Root %d 0 R /Prev %s >>\n" % (root, first[start:].split()[1])
    end = b"startxref\n%d\n%%%%EOF\n" % (offset + len(update))
    content = first + update + table + trailer + end
    with Pdf.open(io.BytesIO(content)) as opened:
        assert opened.pages[0].Contents.read_bytes() == new
    clean = hygiene.clean(content).content
    assert SECRET not in everything_in(clean)
    assert clean.count(b"%%EOF") == 1


def test_what_a_field_shows_becomes_part_of_the_page() -> None:
    def with_field(made: Pdf) -> None:
        look = made.make_stream(
            b"BT (12 Gy) Tj ET", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 90, 20])
        )
        widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, Rect=Array([10, 10, 100, 30]))
        widget.FT, widget.T, widget.V = Name.Tx, String("dose"), String("12 Gy")
        widget.F, widget.AP = 4, Dictionary(N=look)
        held = made.make_indirect(widget)
        made.pages[0].Annots = Array([held])
        made.Root.AcroForm = Dictionary(Fields=Array([held]))

    inside = everything_in(hygiene.clean(pdf(with_field)).content)
    assert b"(12 Gy) Tj" in inside
    assert b"/Widget" not in inside


def test_what_is_hidden_is_not_drawn_and_layers_are_told() -> None:
    def hide(made: Pdf) -> None:
        look = made.make_stream(
            SECRET, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9])
        )
        stamp = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([0, 0, 9, 9]), F=2)
        stamp.AP = Dictionary(N=look)
        made.pages[0].Annots = Array([stamp])
        layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=String(SECRET.decode())))
        made.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
        made.pages[0].Resources.Properties = Dictionary(MC0=layer)

    clean = hygiene.clean(pdf(hide))
    assert SECRET not in everything_in(clean.content)
    assert clean.notes == (Note.FLATTENED, Note.LAYERS)


def test_inherited_sizes_and_fonts_stay() -> None:
    def inherit(made: Pdf) -> None:
        made.Root.Pages.MediaBox = Array([0, 0, 111, 222])
        made.Root.Pages.Rotate = 90
        made.Root.Pages.Resources = made.pages[0].Resources
        del made.pages[0].obj["/MediaBox"]
        del made.pages[0].obj["/Resources"]

    with Pdf.open(io.BytesIO(hygiene.clean(pdf(inherit)).content)) as opened:
        page = opened.pages[0]
        assert page.mediabox == Array([0, 0, 111, 222])
        assert page.obj.Rotate == 90
        assert "/F1" in page.Resources.Font


def protected(**passwords: Any) -> bytes:
    written = io.BytesIO()
    with Pdf.open(io.BytesIO(pdf())) as made:
        made.save(written, encryption=pikepdf.Encryption(**passwords))
    return written.getvalue()


def only_for_adobe(made: Pdf) -> None:
    made.Root.AcroForm = Dictionary(Fields=Array([]), XFA=made.make_stream(b"<xdp/>"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (protected(user="x", owner="y"), Reason.ENCRYPTED),
        (protected(user="", owner="y"), Reason.ENCRYPTED),
        (pdf(only_for_adobe), Reason.FORM_WITHOUT_PAGES),
        (pdf(pages=0), Reason.NO_PAGES),
        (pdf(pages=201), Reason.TOO_MANY_PAGES),
    ],
    ids=["password", "print only", "XFA", "no pages", "201 pages"],
)
def test_a_pdf_that_cannot_be_shown_plainly_is_refused(content: bytes, reason: Reason) -> None:
    assert refusal(content) is reason


def test_a_damaged_pdf_is_repaired_and_says_so() -> None:
    content = pdf().replace(b"startxref", b"startxxxx")
    assert Note.REPAIRED in hygiene.clean(content).notes


def test_the_same_content_gives_the_same_bytes() -> None:
    for sample in (photograph(), screenshot(), pdf(acting)):
        assert hygiene.clean(sample) == hygiene.clean(sample)


def test_clean_files_are_taken_again() -> None:
    for sample in (photograph(), screenshot(), pdf(acting)):
        once = hygiene.clean(sample)
        assert hygiene.clean(once.content).media_type == once.media_type


class TestInTheChild:
    """The reader has limits, and its end is a refusal."""

    def test_a_late_reader_is_stopped(self) -> None:
        hasty = Cleaner(seconds=0.2)
        try:
            with pytest.raises(Refused) as refused:
                hasty.clean(large_png())
        finally:
            hasty.close()
        assert refused.value.reason is Reason.TOO_HEAVY

    def test_a_reader_without_memory_refuses_and_the_next_file_is_read(self) -> None:
        cleaner = Cleaner(megabytes=700)
        try:
            with pytest.raises(Refused) as refused:
                cleaner.clean(large_png())
            assert refused.value.reason is Reason.TOO_HEAVY
            assert cleaner.clean(photograph()).media_type == "image/jpeg"
        finally:
            cleaner.close()


def large_png() -> bytes:
    """Forty million transparent pixels in a few kilobytes."""
    written = io.BytesIO()
    Image.new("RGBA", (6300, 6300)).save(written, "PNG", compress_level=1)
    return written.getvalue()


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The same with bytes changed, cut out, doubled or put elsewhere."""
    changed = bytearray(content)
    for _each in range(chance.randint(1, 8)):
        start = chance.randrange(len(changed))
        end = min(len(changed), start + chance.choice([1, 2, 4, 40]))
        piece = bytes(changed[start:end])
        other = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[start:end] = chance.randbytes(end - start)
            case 1 if len(changed) > 100:
                del changed[start:end]
            case 2:
                changed[other:other] = piece * chance.choice([1, 50])
            case _:
                changed[other : other + len(piece)] = piece
    return bytes(changed)


def test_no_mutation_breaks_the_reader() -> None:
    cleaner = Cleaner()
    chance = random.Random(2026)  # noqa: S311 - the same each time
    samples = [photograph(), screenshot(), pdf(), pdf(acting), moving()]
    taken = 0
    began = time.monotonic()
    try:
        for number in range(300):
            with suppress(Refused):
                clean = cleaner.clean(mutated(samples[number % len(samples)], chance))
                taken += 1
                assert clean.extension == "pdf" or SECRET not in clean.content
    finally:
        cleaner.close()
    assert 0 < taken < 300
    assert time.monotonic() - began < 60
