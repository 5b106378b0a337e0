"""Finding incidents and bulletins in both languages."""
