"""Cut the fonts of the portal from Source Sans 3 and give them the name that its licence asks for.

Run it after a change of the letters below, with the folder of the unpacked npm package
``source-sans`` (3.52.0): ``.venv/bin/python setup/fonts.py path/to/package``.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "portal" / "static" / "fonts"
FAMILY = "Rex Sans"
STYLES = {"Regular": "Regular", "Semibold": "SemiBold"}
LATIN = [(0x20, 0x7E), (0xA0, 0x17F), (0x192, 0x192), (0x218, 0x21B), (0x2C6, 0x2DD)]
PUNCTUATION = [(0x2009, 0x2044), (0x2070, 0x209C), (0x20AC, 0x20AC)]
SYMBOLS = [(0x2190, 0x2195), (0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2265)]
BOXES = [(0x25A0, 0x25A1), (0x25CF, 0x25CF), (0x2610, 0x2611), (0x2713, 0x2713)]
SCIENCE = [(0x394, 0x394), (0x3A9, 0x3A9), (0x3B1, 0x3B3), (0x3BC, 0x3BC)]
RARE = [(0x300, 0x36F), (0x370, 0x3FF), (0x1E80, 0x1E9E), (0x1EF2, 0x1EF3), (0x2000, 0x27BF)]
FOR_SCREEN = LATIN + PUNCTUATION + SYMBOLS + BOXES + SCIENCE
FOR_PAPER = FOR_SCREEN + RARE
FEATURES = ["ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum"]
COPYRIGHT, VERSION, LICENCE, LICENCE_URL = 0, 5, 13, 14


def cut(source: Path, target: Path, letters: list[tuple[int, int]], flavor: str | None) -> None:
    """Write ``target`` with only ``letters``, as WOFF2 for the screen or plain for paper."""
    options = Options(layout_features=FEATURES, hinting=flavor is not None, name_IDs=["*"])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for a, b in letters for code in range(a, b + 1)])
    font = TTFont(source, recalcTimestamp=False)
    subsetter.subset(font)
    rename(font, target.stem.rpartition("-")[2])
    font.flavor = flavor
    font.save(target)


def rename(font: TTFont, style: str) -> None:
    """Keep copyright, version and licence of the original; every other name is ours."""
    names = font["name"]
    kept = {COPYRIGHT, VERSION, LICENCE, LICENCE_URL}
    names.names = [record for record in names.names if record.nameID in kept]
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    basic = FAMILY if style == "Regular" else f"{FAMILY} {style}"
    ours = {1: basic, 2: "Regular", 3: postscript, 4: f"{FAMILY} {style}", 6: postscript}
    for name_id, text in (ours | {16: FAMILY, 17: style}).items():
        names.setName(text, name_id, 3, 1, 0x409)


def main(package: Path) -> None:
    """Make the two styles, each for paper and for the screen."""
    for original, style in STYLES.items():
        source = package / "TTF" / f"SourceSans3-{original}.ttf"
        cut(source, FONTS / f"RexSans-{style}.ttf", FOR_PAPER, None)
        cut(source, FONTS / f"RexSans-{style}.woff2", FOR_SCREEN, "woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
