"""What a word is to the search: its stem, its parts, and the words that mean the same."""
