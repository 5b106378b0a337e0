"""The search page: a question, its answer, and what helps to ask it better."""
