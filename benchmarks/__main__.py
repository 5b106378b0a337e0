"""Print every figure with its aim beside it."""

import tempfile
from pathlib import Path

from benchmarks import pages, pdf, weight
from benchmarks.portals import portal_with


def main() -> None:
    """Measure on two portals, a small one and a large one."""
    with tempfile.TemporaryDirectory() as folder:
        small = portal_with(100, Path(folder) / "small")
        print("making a portal with 10,000 incidents and its index: some minutes …")
        large = portal_with(10_000, Path(folder) / "large")
        pages.report(small, large)
        weight.report(small)
        pdf.report(small)


if __name__ == "__main__":
    main()
