"""Outcome, facts and registry in; a recommendation out."""
