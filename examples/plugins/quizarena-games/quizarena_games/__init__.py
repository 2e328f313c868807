"""Two games as rounds: the verse relay and spot the mistake."""
