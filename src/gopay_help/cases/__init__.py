"""The case file of a run."""
