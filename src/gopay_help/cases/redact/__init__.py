"""Redaction: what a person typed, without what must not be kept."""
