"""Findings about a pack, for a person at a terminal and for machines."""
