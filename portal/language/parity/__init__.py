"""Whether a Dutch and a French text say the same: what stands in one and not in the other."""

from portal.language.parity.check import Row, compare, compare_rows

__all__ = ["Row", "compare", "compare_rows"]
