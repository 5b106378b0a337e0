"""What the portal's own bulletins taught, and all other words for those of a question."""
