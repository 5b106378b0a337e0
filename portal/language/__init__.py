"""Pure functions on Dutch and French text: no database, no Flask."""
