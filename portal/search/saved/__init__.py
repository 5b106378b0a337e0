"""Questions that somebody keeps, and what is told of new answers to them."""
