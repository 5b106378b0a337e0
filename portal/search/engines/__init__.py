"""The engines that can answer a search; only an engine's own file imports its library."""
