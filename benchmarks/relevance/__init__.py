"""How well the search finds: invented records, judged questions, and what each part brings."""
