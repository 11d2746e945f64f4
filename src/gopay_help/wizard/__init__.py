"""Drives the walk, the prompter and the probes."""
