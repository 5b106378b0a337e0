"""Events that look like one another: beside a page, while writing, and in groups."""
