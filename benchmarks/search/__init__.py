"""The speed of search at several sizes, beside that of other engines on the same words."""
