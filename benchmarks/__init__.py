"""Figures to watch, as ratios of one run: ``make bench`` prints them, no test depends on them."""
