"""What of the database is in the index, who may see it, and how both are kept in step."""
