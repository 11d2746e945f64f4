"""Ways to ask a person one question."""
